using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>A study whose plan and folds are valid and whose figures no seal hides, with the runs whose predictions are read.</summary>
internal sealed class CheckedStudy
{
    private const long LargestPredictions = 1L << 30;

    private readonly PredictedFolder[] predicted;
    private readonly FoldOptions options;

    private CheckedStudy(StudyDirectory opened, PlannedRun[] finished, FoldOptions options)
    {
        (Opened, Finished, this.options) = (opened, finished, options);
        predicted = [.. finished.Select(StudyInputs.Folder)];
    }

    /// <summary>The study's folder.</summary>
    public StudyDirectory Opened { get; }

    /// <summary>The finished runs, in the order of <see cref="Read"/>'s.</summary>
    public IReadOnlyList<PlannedRun> Finished { get; }

    /// <summary>Checks a study; null before a run has predictions.</summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="seals">The seals.</param>
    /// <param name="roots">The folders that data may be read from.</param>
    /// <param name="wanted">Which runs are read; null for all.</param>
    /// <exception cref="InputException">
    /// Its figures are hidden by a seal, or the study, its folds or the table of patients cannot be used.
    /// </exception>
    public static CheckedStudy? Of(StudyRuns study, SealStore seals, DataRoots roots, Func<PlannedRun, bool>? wanted = null)
    {
        if (SealedStudies.AreHidden(study, seals)) throw new InputException(SealedStudies.Words);
        if (study.Study.Problems.Count > 0) throw new InputException(study.Study.Problems);
        StudyInputs.RequirePlanned(study);
        PlannedRun[] finished = [.. study.Planned.Where(run => run.IsFinished && wanted?.Invoke(run) != false
            && File.Exists(StudyInputs.Folder(run).Folder.Predictions))];
        // Folds that were changed are refused, whatever is kept.
        StudyDirectory opened = StudyDirectory.Open(study.Study.Folder);
        return finished.Length == 0 ? null : new CheckedStudy(opened, finished, StudyInputs.Options(opened.Plan.Settings, roots));
    }

    /// <summary>Reads the predictions.</summary>
    /// <exception cref="InputException">A file cannot be read, or is of exams of another fold.</exception>
    public StudyPredictions Read(CancellationToken cancellation) => StudyReading.Read(Opened, predicted, options, cancellation);

    /// <summary>
    /// All that results depend on: as long as these texts are the same, the results are. The plan holds the folds' hashes.
    /// </summary>
    /// <exception cref="InputException">The predictions are too large for a page.</exception>
    public IReadOnlyList<string> Stamps()
    {
        List<string> parts = [StudyPlanFile.Text(Opened.Plan)];
        if (Opened.Plan.Settings.Patients is not null) parts.AddRange(Stamp(options.Patients!.Source));
        long bytes = 0;
        foreach (PredictedFolder run in predicted)
        {
            string path = run.Folder.Predictions;
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{run.Variant}\t{run.Fold}\t{run.Seed}\t{path}"));
            parts.AddRange(Stamp(path));
            bytes += new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        }
        return bytes <= LargestPredictions
            ? parts
            : throw new InputException($"{Opened.Path}: its predictions have {bytes >> 20} MB, too many for a page; report it in a "
                + $"terminal: angioboard study report {Opened.Path}");
    }

    private static IEnumerable<string> Stamp(string path)
    {
        FileInfo file = new(path);
        if (file.Exists) yield return string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
    }
}
