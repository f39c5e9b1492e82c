using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Reports;

/// <summary>What a report is about, for the line below its headings.</summary>
/// <param name="Run">The experiment and Train_N.</param>
/// <param name="Dataset">The name of the folder of frames; null if unknown.</param>
public sealed record ReportSource(string Run, string? Dataset)
{
    /// <summary>The seal on the run's test split; null if it was never sealed.</summary>
    public TestSeal? Seal { get; init; }

    /// <summary>
    /// The source of reports on a run. Only names of folders are given, no paths, because every user may read the reports.
    /// </summary>
    public static ReportSource Of(RunFolder run, RunSettings settings)
    {
        string experiment = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Path)))) ?? "";
        string? dataset = settings.Datadir is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) : null;
        return new ReportSource($"{experiment}/{run.Name}", string.IsNullOrEmpty(dataset) ? null : dataset);
    }

    /// <summary>What is written below a heading: a note, the run and the dataset.</summary>
    internal static string Below(string note, ReportSource? source) =>
        source is null ? note : $"{note} · {source.Run}{(source.Dataset is { } dataset ? $" · {dataset}" : "")}";
}
