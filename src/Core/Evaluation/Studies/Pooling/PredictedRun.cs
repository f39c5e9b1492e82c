using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>The predictions of one run of a study.</summary>
/// <param name="Variant">The run's settings, by the variant's name.</param>
/// <param name="Fold">The fold whose exams are its test split, from 0.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Predictions">
/// Its splits: <c>test</c> is needed. <c>validation</c>, whose exams chose the epoch, serves the nested selection, and <c>train</c> tells
/// an ensemble which exams the run was trained on.
/// </param>
public sealed record PredictedRun(string Variant, int Fold, long Seed, IReadOnlyList<SplitPredictions> Predictions)
{
    internal const string Train = "train", Validation = "validation", Test = "test";

    /// <summary>
    /// Exams that it was trained on by its split file. An ensemble never takes this run's prediction of one, even if the predictions lack
    /// the split <c>train</c>.
    /// </summary>
    public IReadOnlySet<string> Trained { get; init; } = new HashSet<string>();

    /// <summary>What messages call it.</summary>
    internal string Name => $"{Variant}, fold {Fold}, seed {Seed}";

    /// <summary>All exams that it was trained on.</summary>
    internal HashSet<string> AllTrained() => [.. Trained, .. (Of(Train) ?? []).Select(exam => exam.Exam)];

    /// <summary>The exams of a split; null if it has none of that name.</summary>
    internal IReadOnlyList<ExamPrediction>? Of(string split) => Predictions.FirstOrDefault(known => known.Split == split)?.Exams;
}
