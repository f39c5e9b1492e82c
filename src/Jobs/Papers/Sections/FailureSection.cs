using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The results: the wrong exams of each class, the most surely wrong ones first.</summary>
internal static class FailureSection
{
    public const string Table = "wrong-exams";

    private const int MostOfClass = 10;

    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        yield return new PaperHeading(2, "Failure analysis");
        if (SealText.InPlace(study) is { } seal)
        {
            yield return new PaperParagraph(seal);
            yield break;
        }
        ExamPrediction[] wrong = [.. study.Predictions.Where(exam => exam.Correct == false)];
        string confusions = string.Join("; ", wrong.GroupBy(exam => (True: exam.Label!.Value, exam.Predicted))
            .OrderByDescending(pair => pair.Count()).ThenBy(pair => pair.Key).Take(5)
            .Select(pair => $"{study.Classes[pair.Key.True]} as {study.Classes[pair.Key.Predicted]}, "
                + $"{PaperWords.Count(pair.Count(), "exam")}"));
        if (wrong.Length == 0)
        {
            yield return new PaperParagraph($"{study.Main.Name} had every exam of the {study.Split} split right.");
            yield break;
        }
        yield return new PaperParagraph($"{study.Main.Name} had {Figures.Count(wrong.Length)} of "
            + $"{PaperWords.Count(study.Results.Exams, "exam")} wrong. The most frequent confusions: {confusions}. "
            + $"{{@{Table}}} lists, for each "
            + $"class, the wrong exams of whose class the model was most sure. On looking at them: "
            + $"{PaperWords.Gap("what they have in common")}.");
        ExamPrediction[][] listed =
        [
            .. wrong.GroupBy(exam => exam.Label!.Value).OrderBy(group => group.Key)
                .Select(group => group.OrderByDescending(exam => exam.Top).ThenBy(exam => exam.Exam, StringComparer.Ordinal)
                    .Take(MostOfClass).ToArray()),
        ];
        bool some = listed.Sum(group => group.Length) < wrong.Length;
        yield return new PaperTable(Table, $"Wrong exams of {study.Main.Name} on the {study.Split} split, the most surely wrong ones "
            + $"first.",
            [
                PaperColumn.Words("True class", 0.2, "true_class"), PaperColumn.Words("Exam", 0.32, "exam"),
                PaperColumn.Words("Predicted class", 0.2, "predicted_class"), new PaperColumn("Its probability", 0.14, "probability"),
                new PaperColumn("Probability of the true class", 0.14, "probability_of_true_class"),
            ],
            [
                .. listed.SelectMany(group => group).Select(exam => (PaperCell[])
                [
                    PaperCells.Words(study.Classes[exam.Label!.Value]), PaperCells.Words(exam.Exam),
                    PaperCells.Words(study.Classes[exam.Predicted]), PaperCells.Value(exam.Top),
                    PaperCells.Value(exam.Probabilities[exam.Label!.Value]),
                ]),
            ])
        {
            Long = true,
            Note = some ? $"At most {MostOfClass} exams of a class are listed; predictions.json has all." : "",
        };
    }
}
