namespace Angioboard.Dashboard.RunDetails;

/// <summary>A part of a run's page.</summary>
/// <param name="Key">Its name in the address: <c>?tab=log</c>.</param>
/// <param name="Title">The title shown.</param>
public sealed record RunTab(string Key, string Title)
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<RunTab> All { get; } =
    [
        new("overview", "Overview"), new("settings", "Settings"), new("evaluation", "Evaluation"), new("predictions", "Predictions"),
        new("artifacts", "Artifacts"), new("log", "Log"), new("system", "System"),
    ];

    /// <summary>The tab of this key, or the first.</summary>
    public static RunTab Of(string? key) => All.FirstOrDefault(tab => tab.Key == key) ?? All[0];
}
