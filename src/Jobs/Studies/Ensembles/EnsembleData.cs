using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>
/// What ensembles predict of datasets: the means of their members' predictions, without exams that a member was trained on or chose its
/// epoch by. Nothing is written into folders of studies; figures are kept in the data folder.
/// </summary>
public sealed class EnsembleData : IDisposable
{
    private const string Train = "train", Validation = "validation";

    private readonly DatasetStore datasets;
    private readonly DataRoots roots;
    private readonly KeptResults<EnsembleOnData> kept;

    /// <summary>Reads and keeps figures in the data folder.</summary>
    public EnsembleData(AngioboardOptions options, DatasetStore datasets, DataRoots roots, ILogger<EnsembleData> logger)
    {
        (this.datasets, this.roots) = (datasets, roots);
        kept = new KeptResults<EnsembleOnData>(options.DataFolder, "ensemble-results", "Keeping figures of ensembles",
            EnsembleOnData.Read, EnsembleOnData.Write, logger);
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    /// <summary>The ensemble's figures on a dataset beside the mean of its members'.</summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">
    /// It is sealed, not predicted by all members, or the ensemble is out of date. Lines may name paths of this machine.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<EnsembleOnData> FindAsync(StudyRuns study, FoundEnsemble ensemble, string dataset, CancellationToken cancellation) =>
        Task.Run(() =>
        {
            EnsembleDataset on = Require(study, ensemble, dataset);
            return kept.FindOrComputeAsync(Key(ensemble.Record!, on), () =>
            {
                Means means = Read(ensemble.Record!, on, cancellation);
                return Figures(ensemble.Record!, means, Patients(dataset, means.Splits), cancellation);
            }, cancellation);
        }, cancellation);

    /// <summary>The ensemble's predictions of a dataset.</summary>
    /// <exception cref="InputException">As of <see cref="FindAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<IReadOnlyList<SplitPredictions>> PredictAsync(
        StudyRuns study, FoundEnsemble ensemble, string dataset, CancellationToken cancellation) =>
        Task.Run(() => kept.InTurnAsync(
            () => Read(ensemble.Record!, Require(study, ensemble, dataset), cancellation).Splits, cancellation), cancellation);

    /// <summary>The evaluation of these predictions; null if no exam has a label.</summary>
    /// <exception cref="InputException">As of <see cref="FindAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<EvaluationReport?> EvaluateAsync(
        StudyRuns study, FoundEnsemble ensemble, string dataset, CancellationToken cancellation) =>
        Task.Run(() => kept.InTurnAsync(() =>
        {
            IReadOnlyList<SplitPredictions> splits = Read(ensemble.Record!, Require(study, ensemble, dataset), cancellation).Splits;
            return splits.Any(split => split.Exams.Any(exam => exam.Label is not null))
                ? Evaluator.Evaluate(splits, new EvaluationOptions(ensemble.Record!.Classes, Patients(dataset, splits))
                {
                    Calibration = CalibrationFile.Find(ensemble.Folder.Files.Calibration),
                }, null, cancellation)
                : null;
        }, cancellation), cancellation);

    private static EnsembleDataset Require(StudyRuns study, FoundEnsemble ensemble, string dataset)
    {
        if (ensemble.Record is not { } record) throw new InputException(ensemble.Problems);
        if (ensemble.Changes.Count > 0)
            throw new InputException([.. ensemble.Changes.Select(change => $"{ensemble.Name}: {change}; make the ensemble again")]);
        EnsembleDataset on = EnsembleDataset.Of(study, record).FirstOrDefault(one => one.Name == dataset)
            ?? throw new InputException($"{dataset}: the ensemble {ensemble.Name} has not predicted it; predict it first");
        if (on.Hidden) throw new InputException($"{dataset}: {SealedStudies.OfDataset}");
        return on.IsWhole ? on
            : throw new InputException($"{dataset}: {on.Finished} of {on.Members.Count} runs of the ensemble have predicted it; wait for "
                + "the others, or predict it again");
    }

    private static Means Read(EnsembleRecord record, EnsembleDataset on, CancellationToken cancellation)
    {
        HashSet<string> seen = [];
        List<IReadOnlyList<SplitPredictions>> models = [];
        foreach (Run run in on.Members)
        {
            cancellation.ThrowIfCancellationRequested();
            seen.UnionWith(Seen(new RunFolder(run.Folder), record.Classes));
            models.Add(PredictionsFile.Read(EnsembleDataset.Files(run, on.Name).Predictions, record.Classes));
        }
        IReadOnlyList<SplitPredictions> splits = EnsemblePredictions.Mean(models, seen);
        return splits.Count > 0
            ? new Means(splits, models, models[0].Sum(split => split.Exams.Count) - splits.Sum(split => split.Exams.Count))
            : throw new InputException($"{on.Name}: a run of the ensemble was trained on each of its exams, or chose its epoch by it, so "
                + "there is none to predict fairly");
    }

    /// <summary>The exams that a run was trained on, or chose its epoch by.</summary>
    internal static IEnumerable<string> Seen(RunFolder run, IReadOnlyList<string> classes) =>
    [
        .. PredictionsFile.Read(run.Predictions, classes).Where(split => split.Split is Train or Validation)
            .SelectMany(split => split.Exams).Select(exam => exam.Exam),
        .. TrainedExams.Read(run.Split, new FoldOptions(classes.Count, classes)),
    ];

    private static EnsembleOnData Figures(
        EnsembleRecord record, Means means, IReadOnlyDictionary<string, string>? patients, CancellationToken cancellation)
    {
        OrderedDictionary<string, EnsembleFigures> splits = [];
        foreach (SplitPredictions split in means.Splits)
        {
            HashSet<string> exams = [.. split.Exams.Select(exam => exam.Exam)];
            IReadOnlyList<ExamPrediction>[] members = [.. means.Models.Select(model => model.Where(own => own.Split == split.Split)
                .SelectMany(own => own.Exams).Where(exam => exams.Contains(exam.Exam)).ToArray())];
            if (EnsembleFigures.Of(members, record.Classes, patients, ComparisonOptions.UsualResamples, cancellation) is { } figures)
                splits.Add(split.Split, figures);
        }
        return new EnsembleOnData(means.Splits.Sum(split => split.Exams.Count), means.LeftOut, splits);
    }

    private IReadOnlyDictionary<string, string>? Patients(string dataset, IReadOnlyList<SplitPredictions> splits) =>
        StudyInputs.Patients(datasets.Find(dataset)?.Patients, roots)?.Assign(
            splits.Select(split => (split.Split, split.Exams.Select(exam => exam.Exam))));

    private string Key(EnsembleRecord record, EnsembleDataset on)
    {
        List<string> parts = [typeof(EnsembleData).Assembly.ManifestModule.ModuleVersionId.ToString(), on.Name,
            datasets.Find(on.Name)?.Patients ?? ""];
        parts.AddRange(record.Members.Select(member => $"{member.Run}\t{member.Predictions}\t{member.WeightsSha256}"));
        foreach (string path in on.Members.Select(run => EnsembleDataset.Files(run, on.Name).Predictions))
            parts.Add(new FileInfo(path) is { Exists: true } file
                ? string.Create(CultureInfo.InvariantCulture, $"{path}\t{file.Length}\t{file.LastWriteTimeUtc.Ticks}")
                : path);
        return KeptResults<EnsembleOnData>.Key(parts);
    }

    private sealed record Means(
        IReadOnlyList<SplitPredictions> Splits, IReadOnlyList<IReadOnlyList<SplitPredictions>> Models, int LeftOut);
}
