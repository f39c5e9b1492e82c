namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>A 95 % interval.</summary>
/// <param name="Low">Its lower limit.</param>
/// <param name="High">Its upper limit.</param>
/// <param name="LeftOut">Resamples left out because the metric is undefined in them, or because they lack a class of the split.</param>
/// <param name="Method">How it was made: a name of <see cref="IntervalMethod"/>; null in older files: bootstrap.</param>
public sealed record Interval(double Low, double High, int LeftOut, string? Method = null);

/// <summary>How an interval was made, as evaluation.json names it.</summary>
public static class IntervalMethod
{
    /// <summary>Percentiles of resamples of patients.</summary>
    public const string Bootstrap = "bootstrap";

    /// <summary>Wilson's interval of a share, with the effective number of exams.</summary>
    public const string Wilson = "wilson";

    /// <summary>Of a mean of shares, from the Wilson interval of each (MOVER: Zou and Donner, 2008).</summary>
    public const string Mover = "mover";

    /// <summary>Of an area under the ROC curve, on the logit scale, with the variance of Obuchowski (1997) over patients.</summary>
    public const string LogitArea = "logit";

    /// <summary>Of an area within folds, on the logit scale, with the variance over resamples of patients.</summary>
    public const string LogitResamples = "logit_resamples";
}
