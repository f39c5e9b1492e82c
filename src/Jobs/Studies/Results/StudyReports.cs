using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Papers.CrossValidation;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>
/// Computes the results of studies for pages: one study at a time, as each uses all cores, and each set of finished runs only once, as
/// results are kept in the data folder.
/// </summary>
public sealed class StudyReports : IDisposable
{
    private readonly KeptResults<StudyResults> kept;
    private readonly DataRoots roots;
    private readonly RunStore runs;

    /// <summary>Reads and keeps results in the data folder.</summary>
    public StudyReports(AngioboardOptions options, DataRoots roots, RunStore runs, ILogger<StudyReports> logger)
    {
        (this.roots, this.runs) = (roots, runs);
        kept = new KeptResults<StudyResults>(options.DataFolder, "study-results", "Keeping results of studies", StudyResultsFile.Read,
            StudyResultsFile.Write, logger);
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    /// <summary>The finished runs of a study, in short: as long as this does not change, its results do not.</summary>
    public static string Finished(StudyRuns study) => string.Join('\n', study.Planned.Where(run => run.IsFinished)
        .Select(run => string.Create(CultureInfo.InvariantCulture, $"{run.Plan.Number} {run.Run!.Id} {run.Run.Ended?.UtcTicks}")));

    /// <summary>
    /// Checks the study's files, and gives its results: read if they were computed before from the same predictions, else computed when no
    /// others are; null before a run has predictions.
    /// </summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="progress">Receives the progress, on any thread.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">
    /// They are hidden by a seal, or the study, its folds or predictions cannot be used. Lines name paths of this machine.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<StudyResults?> FindAsync(
        StudyRuns study, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(async () => CheckedStudy.Of(study, runs.Seals, roots) is { } found
            ? await FindOrComputeAsync(found, progress, cancellation)
            : null, cancellation);

    /// <summary>The same with the curves of crossval.pdf, which are computed each time.</summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">As for <see cref="FindAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<ReportedStudy?> ReportAsync(StudyRuns study, CancellationToken cancellation = default) => Task.Run(async () =>
    {
        if (CheckedStudy.Of(study, runs.Seals, roots) is not { } checkedStudy) return null;
        StudyResults results = await FindOrComputeAsync(checkedStudy, null, cancellation);
        return await kept.InTurnAsync(
            () => ReportedStudy.Of(study.Study.Id, results, checkedStudy.Read(cancellation)), cancellation);
    }, cancellation);

    private Task<StudyResults> FindOrComputeAsync(
        CheckedStudy study, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        kept.FindOrComputeAsync(Key(study), () =>
        {
            StudyDirectory opened = study.Opened;
            StudyResults results = StudyResults.Compute(study.Read(cancellation), progress, cancellation);
            if (FileStatus.Of(opened.Path) is { Kind: FileKind.Folder } folder && FolderOwners.IsTrusted(folder.Owner))
                kept.Try("Writing results.json of studies", () => StudyResultsFile.Write(opened.Results, results));
            return results;
        }, cancellation);

    // All that the results depend on. Its folds have the hashes that the plan holds.
    private static string Key(CheckedStudy study) => KeptResults<StudyResults>.Key(
        study.Stamps().Prepend($"{typeof(StudyReports).Assembly.ManifestModule.ModuleVersionId}"));
}
