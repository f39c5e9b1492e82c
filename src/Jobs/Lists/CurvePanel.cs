namespace Angioboard.Jobs.Lists;

/// <summary>The panel beside the list that shows curves of runs.</summary>
/// <param name="Metric">The value over epochs: <c>val_loss</c>.</param>
/// <param name="Runs">The ids of the runs with an open eye; null for the selected runs, or else the first of the list.</param>
public sealed record CurvePanel(string Metric, IReadOnlyList<string>? Runs = null)
{
    /// <summary>The value that a panel shows at first.</summary>
    public const string UsualMetric = "val_loss";

    /// <summary>The most curves.</summary>
    public const int Most = 20;
}
