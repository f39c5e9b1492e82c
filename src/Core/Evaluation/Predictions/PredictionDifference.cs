using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>Difference between two programs' predictions for a split.</summary>
/// <param name="Split">The split.</param>
/// <param name="Exams">Exams compared.</param>
/// <param name="Probability">The largest difference of a probability.</param>
/// <param name="Exam">The exam with that difference.</param>
/// <param name="Metric">The largest difference of a metric.</param>
/// <param name="MetricName">The metric.</param>
public sealed record SplitDifference(string Split, int Exams, double Probability, string Exam, double Metric, string MetricName);

/// <summary>Difference between two programs' predictions with the same model.</summary>
/// <param name="Splits">The splits that both predicted.</param>
public sealed record PredictionDifference(IReadOnlyList<SplitDifference> Splits)
{
    /// <summary>The largest difference of any probability or metric.</summary>
    public double Largest => Splits.Max(split => Math.Max(split.Probability, split.Metric));

    /// <summary>Compares exam by exam, and each split's metrics.</summary>
    /// <param name="ours">This program's predictions.</param>
    /// <param name="theirs">The other's.</param>
    /// <param name="path">The other's file, for messages.</param>
    /// <exception cref="InputException">Splits, exams, labels or classes are not the same.</exception>
    public static PredictionDifference Between(IReadOnlyList<SplitPredictions> ours, IReadOnlyList<SplitPredictions> theirs, string path)
    {
        Dictionary<string, SplitPredictions> others = theirs.ToDictionary(split => split.Split);
        SplitPredictions[] common = [.. ours.Where(split => others.ContainsKey(split.Split) && split.Exams.Count > 0)];
        if (common.Length == 0)
            throw new InputException(
                $"{path}: contains none of the splits {string.Join(", ", ours.Select(split => split.Split))}; " +
                "give predictions for the same split file");
        return new PredictionDifference([.. common.Select(split => Compare(split, others[split.Split], path))]);
    }

    private static SplitDifference Compare(SplitPredictions ours, SplitPredictions theirs, string path)
    {
        Dictionary<string, ExamPrediction> others = theirs.Exams.ToDictionary(exam => exam.Exam);
        List<string> problems = [.. ours.Exams.Where(exam => !others.ContainsKey(exam.Exam))
            .Select(exam => $"{path}: {ours.Split} lacks {exam.Exam}; give predictions for the same split file")];
        problems.AddRange(others.Keys.Except(ours.Exams.Select(exam => exam.Exam))
            .Select(exam => $"{path}: {ours.Split} has {exam}, which the split file lacks; give the same split file"));
        foreach (ExamPrediction exam in ours.Exams.Where(exam => others.ContainsKey(exam.Exam)))
        {
            ExamPrediction other = others[exam.Exam];
            if (other.Label != exam.Label)
                problems.Add(
                    $"{path}: {exam.Exam} has {Label(other)}, the split file "
                        + $"{exam.Label?.ToString(CultureInfo.InvariantCulture) ?? "none"}; give the same split file");
            if (other.Probabilities.Length != exam.Probabilities.Length)
                problems.Add(
                    $"{path}: {exam.Exam} has {other.Probabilities.Length} probabilities, the model "
                        + $"{exam.Probabilities.Length}; give the same model's");
        }
        if (problems.Count > 0) throw new InputException(problems);

        (double probability, string at) = ours.Exams
            .Select(exam => (exam.Probabilities.Zip(others[exam.Exam].Probabilities, (a, b) => Math.Abs(a - b)).Max(), exam.Exam)).Max();
        ExamPrediction[] labelled = [.. ours.Exams.Where(exam => exam.Label is not null)];
        (double metric, string name) = labelled.Length == 0 ? (0, "no labels") : Metrics(labelled)
            .Zip(Metrics([.. labelled.Select(exam => others[exam.Exam])]), (a, b) => (Math.Abs((a.Value ?? 0) - (b.Value ?? 0)), a.Key))
            .Max();
        return new SplitDifference(ours.Split, ours.Exams.Count, probability, at, metric, name);
    }

    private static string Label(ExamPrediction exam) => exam.Label is { } label ? $"the label {label}" : "no label";

    // An undefined metric depends on the labels alone, which are the same on both sides.
    private static IEnumerable<KeyValuePair<string, double?>> Metrics(ExamPrediction[] exams)
    {
        ScoredExams scored =
            new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)], exams[0].Probabilities.Length);
        return MetricNames.All.Zip(SplitMetrics.Compute(scored, scored.Once),
            (name, value) => KeyValuePair.Create(name, double.IsNaN(value) ? (double?)null : value));
    }
}
