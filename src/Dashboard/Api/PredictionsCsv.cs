using System.Globalization;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Settings;

namespace Angioboard.Dashboard.Api;

/// <summary>
/// predictions.json as a table: one row per exam with its split, true and predicted class, and one probability per class.
/// </summary>
internal static class PredictionsCsv
{
    public static async Task WriteAsync(IReadOnlyList<SplitPredictions> splits, RunSettings settings, Stream output)
    {
        var classes = splits.SelectMany(split => split.Exams).Select(exam => exam.Probabilities.Length).FirstOrDefault();
        var names = settings.ClassNames is { } given && given.Count == classes ? given : [.. Enumerable.Range(0, classes).Select(c => $"{c}")];
        await using var csv = new StreamWriter(output, leaveOpen: true) { NewLine = "\r\n" };
        await csv.WriteLineAsync(Line(["split", "exam", "label", "predicted", .. names.Select(name => $"p {name}")]));
        foreach (var split in splits)
        {
            foreach (var exam in split.Exams)
                await csv.WriteLineAsync(Line(Fields(split.Split, exam, names)));
        }
    }

    private static IEnumerable<string> Fields(string split, ExamPrediction exam, IReadOnlyList<string> names) =>
    [
        split,
        exam.Exam,
        exam.Label is { } label ? names[label] : "",
        names[exam.Probabilities.IndexOf(exam.Probabilities.Max())],
        .. exam.Probabilities.Select(p => p.ToString("R", CultureInfo.InvariantCulture)),
    ];

    private static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(CsvField.Quote));
}
