using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>What a run says of an exam.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Probability">Its probability.</param>
/// <param name="Correct">Whether that is right; null where the truth is not known.</param>
public sealed record ExamCall(string Class, double Probability, bool? Correct);

/// <summary>Which exams are shown.</summary>
public enum ExamFilter
{
    /// <summary>Those that the runs call by different classes.</summary>
    Disagreed,

    /// <summary>Those that one run or more calls wrong.</summary>
    Wrong,

    /// <summary>All.</summary>
    All,
}

/// <summary>What several runs say of one exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Truth">Its true class; null where it is not known.</param>
/// <param name="Calls">One a run; null where the run has not predicted it.</param>
public sealed record ComparedExam(string Exam, string? Truth, IReadOnlyList<ExamCall?> Calls)
{
    /// <summary>Whether the runs call it by different classes.</summary>
    public bool IsDisagreed => Calls.OfType<ExamCall>().Select(call => call.Class).Distinct().Skip(1).Any();

    /// <summary>How many runs call it wrong.</summary>
    public int Wrong => Calls.Count(call => call?.Correct == false);

    /// <summary>Whether a filter keeps it.</summary>
    public bool Passes(ExamFilter filter) => filter switch
    {
        ExamFilter.Disagreed => IsDisagreed,
        ExamFilter.Wrong => Wrong > 0,
        _ => true,
    };

    /// <summary>All exams of a split, those that most runs get wrong first.</summary>
    /// <param name="runs">The runs, for the names of their classes.</param>
    /// <param name="splits">Each run's predictions; null where it has none.</param>
    public static IReadOnlyList<ComparedExam> Of(IReadOnlyList<Run> runs, IReadOnlyList<PredictedSplit?> splits)
    {
        Dictionary<string, (string? Truth, ExamCall?[] Calls)> exams = [];
        for (int run = 0; run < runs.Count; run++)
        {
            if (splits[run] is not { } split) continue;
            IReadOnlyList<string> classes = runs[run].Settings.ClassNames ?? [];
            foreach (ExamPrediction exam in split.Exams)
            {
                string? truth = exam.Label is { } label ? Name(classes, label) : null;
                if (!exams.TryGetValue(exam.Exam, out var known)) known = (truth, new ExamCall?[runs.Count]);
                known.Calls[run] = new ExamCall(Name(classes, exam.Predicted), exam.Top, exam.Correct);
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
