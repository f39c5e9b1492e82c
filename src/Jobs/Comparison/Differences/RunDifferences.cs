using Angioboard.Core;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Files;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Comparison.Differences;

/// <summary>
/// Compares runs on the same exams for pages: one comparison at a time, as each uses all cores, and each only once, as results are kept in
/// the data folder.
/// </summary>
public sealed class RunDifferences : IDisposable
{
    /// <summary>The folder of kept comparisons in the data folder.</summary>
    internal const string FolderName = "comparisons";

    private const int Checksums = 64;

    private readonly FileCache<string> checksums = new(Checksums, PairedRun.Checksum);
    private readonly DifferencesPatients patients;
    private readonly KeptResults<ComparisonReport> kept;

    /// <summary>Reads and keeps comparisons in the data folder.</summary>
    public RunDifferences(AngioboardOptions options, DataRoots roots, DatasetStore datasets, ILogger<RunDifferences> logger)
    {
        patients = new DifferencesPatients(roots, datasets);
        kept = new KeptResults<ComparisonReport>(
            options.DataFolder, FolderName, "Keeping comparisons", ComparisonFile.Read, ComparisonFile.Write, logger);
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    /// <summary>The comparison, read if it was computed before from the same predictions, else computed when no other one is.</summary>
    /// <param name="question">What to compare.</param>
    /// <param name="progress">Receives the progress, on any thread.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">The runs cannot be compared, or their files cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<ComparisonReport> CompareAsync(
        DifferencesQuestion question, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => FindOrComputeAsync(question, progress, cancellation), cancellation);

    /// <summary>The command that prints the same in a terminal. It names folders of the machine.</summary>
    public string Command(DifferencesQuestion question) =>
        question.Command(question.Dataset is null ? null : patients.Setting(question));

    private Task<ComparisonReport> FindOrComputeAsync(
        DifferencesQuestion question, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        PairedRun[] runs = [.. question.Runs.Select(run =>
            new PairedRun(run.Name, run.Predicted.Exams, run.File, checksums.Get(run.File)))];
        IReadOnlyDictionary<string, string>? whose = patients.Of(question, cancellation);
        return kept.FindOrComputeAsync(
            Key(question, runs, whose), () => Compute(question, runs, whose, progress, cancellation), cancellation);
    }

    private static ComparisonReport Compute(DifferencesQuestion question, PairedRun[] runs, IReadOnlyDictionary<string, string>? whose,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        ComparisonReport report = PairedComparison.Of(runs, question.NameInFile, whose, question.Options, progress, cancellation);
        IReadOnlyList<IReadOnlyList<DifferencesRun>> settings = question.BySettings;
        if (settings.Count == 0) return report;
        SettingsRuns[] groups = [.. settings.Select(group => new SettingsRuns(group[0].Settings,
            [.. group.Select(member => runs.First(run => run.Name == member.Name))]))];
        int reference = settings.Index().First(group => group.Item.Contains(question.Against)).Index;
        return report with
        {
            Settings = SettingsPair.Of(groups[reference], [.. groups.Where((_, group) => group != reference)], question.NameInFile, whose,
                question.Options, progress, cancellation),
        };
    }

    // All that the result depends on, with the names that stand in it.
    private static string Key(DifferencesQuestion question, PairedRun[] runs, IReadOnlyDictionary<string, string>? whose)
    {
        ComparisonOptions options = question.Options;
        string[] parts =
        [
            ProductVersion.Text, question.NameInFile, question.Dataset ?? "", options.Metric, options.Reference!,
            FormattableString.Invariant($"{options.Resamples}"),
            .. runs.SelectMany(run => (string[])[run.Name, run.File!, run.Sha256!]),
            .. question.BySettings.SelectMany(group => group.Select(run => $"{run.Settings}\t{run.Name}")),
            whose is null ? "exams" : "patients",
            .. (whose ?? new Dictionary<string, string>()).OrderBy(exam => exam.Key, StringComparer.Ordinal)
                .SelectMany(exam => (string[])[exam.Key, exam.Value]),
        ];
        return KeptResults<ComparisonReport>.Key(parts);
    }
}
