using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>A run's prediction for an exam.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Probability">The class's probability.</param>
/// <param name="Correct">Whether that is right; null if the true class is unknown.</param>
/// <param name="OfTruth">The true class's probability; null if that class is unknown.</param>
public sealed record ExamCall(string Class, double Probability, bool? Correct, double? OfTruth = null);

/// <summary>Which exams are shown.</summary>
public enum ExamFilter
{
    /// <summary>Those to which the runs give different classes.</summary>
    Disagreed,

    /// <summary>Those that at least one run classifies wrongly.</summary>
    Wrong,

    /// <summary>All.</summary>
    All,

    /// <summary>Those of which only one of two runs is right: they decide which is better.</summary>
    Deciding,
}

/// <summary>The predictions of several runs for one exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Truth">Its true class; null if unknown.</param>
/// <param name="Calls">One per run; null if the run has not predicted it.</param>
public sealed record ComparedExam(string Exam, string? Truth, IReadOnlyList<ExamCall?> Calls)
{
    /// <summary>Whether the runs give it different classes.</summary>
    public bool IsDisagreed => Calls.OfType<ExamCall>().Select(call => call.Class).Distinct().Skip(1).Any();

    /// <summary>How many runs classify it wrongly.</summary>
    public int Wrong => Calls.Count(call => call?.Correct == false);

    /// <summary>The true class's probability, mean over the runs; null if that class is unknown. Hard exams have a low one.</summary>
    public double? OfTruth => Calls.Average(call => call?.OfTruth);

    /// <summary>Whether only one of two runs is right.</summary>
    public bool IsDecidedBy(int first, int second) =>
        (Calls[first]?.Correct, Calls[second]?.Correct) is (true, false) or (false, true);

    /// <summary>Whether a filter keeps it.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="pair">The places of the two runs of <see cref="ExamFilter.Deciding"/>; null where there are none.</param>
    public bool Passes(ExamFilter filter, (int First, int Second)? pair = null) => filter switch
    {
        ExamFilter.Disagreed => IsDisagreed,
        ExamFilter.Wrong => Wrong > 0,
        ExamFilter.Deciding => pair is not var (first, second) || IsDecidedBy(first, second),
        _ => true,
    };

    /// <summary>All exams of a split, with those that most runs get wrong first.</summary>
    /// <param name="runs">The runs, for the names of their classes.</param>
    /// <param name="splits">Each run's predictions; null if it has none.</param>
    public static IReadOnlyList<ComparedExam> Of(IReadOnlyList<Run> runs, IReadOnlyList<PredictedSplit?> splits) =>
        Of([.. runs.Select((run, i) => (run.Settings.ClassNames ?? [], splits[i]?.Exams))]);

    /// <summary>The same of any predictions of the same exams.</summary>
    /// <param name="predictions">For each who predicted, the names of the classes, and the exams; null for none.</param>
    public static IReadOnlyList<ComparedExam> Of(
        IReadOnlyList<(IReadOnlyList<string> Classes, IReadOnlyList<ExamPrediction>? Exams)> predictions)
    {
        Dictionary<string, (string? Truth, ExamCall?[] Calls)> exams = [];
        foreach ((int column, (IReadOnlyList<string> classes, IReadOnlyList<ExamPrediction>? predicted)) in predictions.Index())
        {
            foreach (ExamPrediction exam in predicted ?? [])
            {
                string? truth = exam.Label is { } label ? Name(classes, label) : null;
                if (!exams.TryGetValue(exam.Exam, out (string? Truth, ExamCall?[] Calls) known))
                    known = (truth, new ExamCall?[predictions.Count]);
                known.Calls[column] = new ExamCall(Name(classes, exam.Predicted), exam.Top, exam.Correct, PredictionQuery.OfTruth(exam));
                exams[exam.Exam] = (known.Truth ?? truth, known.Calls);
            }
        }
        return
        [
            .. exams.Select(exam => new ComparedExam(exam.Key, exam.Value.Truth, exam.Value.Calls))
                .OrderByDescending(exam => exam.Wrong).ThenBy(exam => exam.Exam, NaturalOrder.Comparer),
        ];
    }

    private static string Name(IReadOnlyList<string> classes, int label) => label < classes.Count ? classes[label] : $"{label}";
}
