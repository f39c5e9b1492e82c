using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Jobs.Reading;

/// <summary>How predictions are sorted.</summary>
public enum PredictionOrder
{
    /// <summary>As in the split.</summary>
    Split,

    /// <summary>By the exam's name.</summary>
    Exam,

    /// <summary>By the true class; unknown ones last.</summary>
    True,

    /// <summary>By the predicted class.</summary>
    Predicted,

    /// <summary>By the largest probability.</summary>
    Top,

    /// <summary>Wrong ones first, then unknown, then right ones.</summary>
    Correct,

    /// <summary>By the probability of the true class, so that the hardest exams come first; unknown ones last.</summary>
    Truth,

    /// <summary>By the probability of <see cref="PredictionQuery.SortClass"/>.</summary>
    Class,
}

/// <summary>Which predictions of a split are shown, and in what order.</summary>
/// <param name="Search">Part of an exam's name; case does not matter.</param>
/// <param name="WrongOnly">Only exams with a wrong prediction.</param>
/// <param name="TrueClass">Only exams of this true class.</param>
/// <param name="PredictedClass">Only exams with this predicted class.</param>
/// <param name="Order">The order.</param>
/// <param name="Descending">Reverses the order.</param>
/// <param name="SortClass">The class of <see cref="PredictionOrder.Class"/>.</param>
public sealed record PredictionQuery(
    string Search = "", bool WrongOnly = false, int? TrueClass = null, int? PredictedClass = null,
    PredictionOrder Order = PredictionOrder.Split, bool Descending = false, int SortClass = 0)
{
    /// <summary>The exams that match, in order.</summary>
    public IReadOnlyList<ExamPrediction> Of(IReadOnlyList<ExamPrediction> exams)
    {
        IEnumerable<ExamPrediction> shown = exams.Where(Matches);
        shown = Order switch
        {
            PredictionOrder.Exam => Sorted(exam => exam.Exam, StringComparer.OrdinalIgnoreCase),
            PredictionOrder.True => Sorted(exam => exam.Label ?? int.MaxValue),
            PredictionOrder.Predicted => Sorted(exam => exam.Predicted),
            PredictionOrder.Top => Sorted(exam => exam.Top),
            PredictionOrder.Correct => Sorted(exam => exam.Correct switch { false => 0, null => 1, true => 2 }),
            PredictionOrder.Truth => Sorted(exam => OfTruth(exam) ?? (Descending ? -1 : 2)),
            PredictionOrder.Class => Sorted(exam => SortClass < exam.Probabilities.Length ? exam.Probabilities[SortClass] : 0),
            _ => Descending ? shown.Reverse() : shown,
        };
        return [.. shown];

        IEnumerable<ExamPrediction> Sorted<TKey>(Func<ExamPrediction, TKey> key, IComparer<TKey>? comparer = null) =>
            Descending ? shown.OrderByDescending(key, comparer) : shown.OrderBy(key, comparer);
    }

    /// <summary>The probability of an exam's true class; null if that is unknown.</summary>
    public static double? OfTruth(ExamPrediction exam) => exam.Label is { } label ? exam.Probabilities[label] : null;

    private bool Matches(ExamPrediction exam) =>
        (Search.Length == 0 || exam.Exam.Contains(Search, StringComparison.OrdinalIgnoreCase))
        && (!WrongOnly || exam.Correct == false)
        && (TrueClass is null || exam.Label == TrueClass)
        && (PredictedClass is null || exam.Predicted == PredictedClass);
}
