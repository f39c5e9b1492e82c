using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.RunDetails.Predictions;

/// <summary>The names of a run's classes.</summary>
internal static class ClassNames
{
    /// <summary>The names in the settings, or numbers if those do not fit the predictions, as after an edit by hand.</summary>
    public static IReadOnlyList<string> Of(Run run, PredictedSplit split)
    {
        int count = split.Exams.Count == 0 ? run.Settings.ClassNames?.Count ?? 0 : split.Exams[0].Probabilities.Length;
        return run.Settings.ClassNames is { } names && names.Count == count ? names : [.. Enumerable.Range(0, count).Select(c => $"{c}")];
    }
}
