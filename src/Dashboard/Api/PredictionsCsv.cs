using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api;

/// <summary>
/// predictions.json as a table: one row per exam with its split, true and predicted class, and one probability per class.
/// </summary>
internal static class PredictionsCsv
{
    /// <summary>The file's name.</summary>
    public const string Name = "predictions.csv";

    /// <summary>The table as an answer.</summary>
    public static IResult Answer(Run run, IReadOnlyList<SplitPredictions> splits) => Results.Stream(
        body => WriteAsync(splits, run.Settings, body), "text/csv; charset=utf-8", $"{run.Experiment}-{run.Train}-{Name}");

    private static async Task WriteAsync(IReadOnlyList<SplitPredictions> splits, RunSettings settings, Stream output)
    {
        int classes = splits.SelectMany(split => split.Exams).Select(exam => exam.Probabilities.Length).FirstOrDefault();
        IReadOnlyList<string> names = settings.ClassNames is { } given && given.Count == classes
            ? given
            : [.. Enumerable.Range(0, classes).Select(c => $"{c}")];
        await using CsvText csv = new(output);
        csv.Texts(["split", "exam", "label", "predicted", .. names.Select(name => $"p {name}")]);
        await csv.EndRowAsync();
        foreach (SplitPredictions split in splits)
        {
            foreach (ExamPrediction exam in split.Exams)
            {
                csv.Texts(split.Split, exam.Exam, exam.Label is { } label ? names[label] : "", names[exam.Predicted]);
                foreach (double probability in exam.Probabilities)
                    csv.Number(probability);
                await csv.EndRowAsync();
            }
        }
    }
}
