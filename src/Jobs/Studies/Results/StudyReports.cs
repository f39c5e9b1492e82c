using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Leases;
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
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly KeptFiles<StudyResults> kept;
    private readonly DataRoots roots;
    private readonly RunStore runs;
    private readonly TroubleLog troubles;

    /// <summary>Reads and keeps results in the data folder.</summary>
    public StudyReports(AngioboardOptions options, DataRoots roots, RunStore runs, ILogger<StudyReports> logger)
    {
        (this.roots, this.runs) = (roots, runs);
        kept = new KeptFiles<StudyResults>(
            Path.GetFullPath(options.DataFolder), "study-results", StudyResultsFile.Read, StudyResultsFile.Write);
        troubles = new TroubleLog(logger);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

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
        await turn.WaitAsync(cancellation);
        try
        {
            return ReportedStudy.Of(study.Study.Id, results, checkedStudy.Read(cancellation));
        }
        finally
        {
            turn.Release();
        }
    }, cancellation);

    private async Task<StudyResults> FindOrComputeAsync(
        CheckedStudy study, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        StudyDirectory opened = study.Opened;
        string key = Key(study);
        if (kept.Find(key) is { } known) return known;
        await turn.WaitAsync(cancellation);
        try
        {
            // Another page may have asked the same.
            if (kept.Find(key) is { } meanwhile) return meanwhile;
            StudyResults results = StudyResults.Compute(study.Read(cancellation), progress, cancellation);
            Keep("Keeping results of studies", () => kept.Keep(key, results));
            if (FileStatus.Of(opened.Path) is { Kind: FileKind.Folder } folder && FolderOwners.IsTrusted(folder.Owner))
                Keep("Writing results.json of studies", () => StudyResultsFile.Write(opened.Results, results));
            return results;
        }
        finally
        {
            turn.Release();
        }
    }

    // A full disk costs the next reader some seconds, not this one the result.
    private void Keep(string what, Action write)
    {
        try
        {
            write();
            troubles.Worked(what);
        }
        catch (Exception e) when (TroubleLog.MayPass(e))
        {
            troubles.Say(what, e);
        }
    }

    // All that the results depend on. Its folds have the hashes that the plan holds.
    private static string Key(CheckedStudy study) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0',
        study.Stamps().Prepend($"{typeof(StudyReports).Assembly.ManifestModule.ModuleVersionId}")))));
}
