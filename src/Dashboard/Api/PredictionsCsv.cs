using System.Globalization;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Training;
using CsvHelper;
using CsvHelper.Configuration;

namespace Angioboard.Dashboard.Api;

/// <summary>predictions.json as a table: a row an exam with its split, true and predicted class, and a probability a class.</summary>
internal static class PredictionsCsv
{
    // A spreadsheet would run a name that starts like a formula.
    private static readonly CsvConfiguration format = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape };

    public static async Task WriteAsync(IReadOnlyList<SplitPredictions> splits, RunSettings settings, Stream output)
    {
        var classes = splits.SelectMany(split => split.Exams).Select(exam => exam.Probabilities.Length).FirstOrDefault();
        var names = settings.ClassNames is { } given && given.Count == classes ? given : [.. Enumerable.Range(0, classes).Select(c => $"{c}")];
        await using var writer = new StreamWriter(output, leaveOpen: true);
        await using var csv = new CsvWriter(writer, format, leaveOpen: true);
        foreach (var column in (string[])["split", "exam", "label", "predicted", .. names.Select(name => $"p {name}")])
            csv.WriteField(column);
        await csv.NextRecordAsync();
        foreach (var split in splits)
        {
            foreach (var exam in split.Exams)
            {
                csv.WriteField(split.Split);
                csv.WriteField(exam.Exam);
                csv.WriteField(exam.Label is { } label ? names[label] : "");
                csv.WriteField(names[exam.Probabilities.IndexOf(exam.Probabilities.Max())]);
                foreach (var probability in exam.Probabilities)
                    csv.WriteField(probability.ToString("R", CultureInfo.InvariantCulture));
                await csv.NextRecordAsync();
            }
        }
    }
}
