using System.Text.Json;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>Reads the content of predictions.json and collects every problem, each with its split, row and exam.</summary>
internal sealed class PredictionsReader(string path, int? classNames)
{
    private const string Shape = """{"train": [["exam", 0, [0.7, 0.3]], …], …}""";

    // The maximum number of classes of a model.
    private const int MostClasses = 1000;

    // Without class names, the required number of probabilities per row: that of the first valid row.
    private int? classes;
    private readonly RowSums sums = new();

    public Problems Problems { get; } = new(path);

    /// <summary>Notes for the user about a readable file.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <param name="json">JSON that was validated before.</param>
    public IReadOnlyList<SplitPredictions> Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        List<SplitPredictions> splits = [];
        HashSet<string> names = [];
        RepeatedExams repeated = new(path, Problems);
        bool isObject = reader.TokenType == JsonTokenType.StartObject;
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) Problems.Add($"{path}: {name}: the split appears twice; keep one of them");
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                splits.Add(new SplitPredictions(name, repeated.Once(name, ReadExams(ref reader, json, name))));
                continue;
            }
            reader.Skip();
            Problems.Add($"{path}: {name}: wrong shape; a split must be a list of exams as in {Shape}");
        }
        if (names.Count == 0) Problems.Add($"{path}: wrong shape; it must be a JSON object of splits such as {Shape}");
        if (classNames is not null && classes is not null && classes != classNames)
        {
            Problems.Add($"{path}: rows of {classes} probabilities, but {classNames} class names; give as many names as classes");
        }
        Notes = [.. sums.Notes, .. repeated.Notes];
        return splits;
    }

    private List<(int Row, ExamPrediction Exam)> ReadExams(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string split)
    {
        List<(int, ExamPrediction)> exams = [];
        PredictionRow row = new();
        for (int number = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
        {
            row.Read(ref reader, json);
            if (Check(row, json, split, number) is { } exam) exams.Add((number, exam));
        }
        return exams;
    }

    private ExamPrediction? Check(PredictionRow row, ReadOnlySpan<byte> json, string split, int number)
    {
        if (row.Exam is null || row.Fault is not null)
        {
            Problems.Add($"{path}: {split}, row {number}{(row.Exam is null ? "" : $" ({row.Exam})")}: {row.Fault}");
            return null;
        }
        string? unfit = Unfit(row, json);
        string? unlabelled = row.LabelFault is { } label ? $"{label}; give the class's index, [index] or null" : null;
        if (unfit is null && unlabelled is null && (row.Label < 0 || row.Label >= row.Probabilities.Count))
            unlabelled =
                $"label {row.Label} is out of range; with {row.Probabilities.Count} classes labels go from 0 to "
                    + $"{row.Probabilities.Count - 1}";
        foreach (string? fault in (ReadOnlySpan<string?>)[unfit, unlabelled])
        {
            if (fault is not null) Problems.Add($"{path}: {split}, row {number} ({row.Exam}): {fault}");
        }
        return unfit is null && unlabelled is null ? new ExamPrediction(row.Exam, row.Label, sums.ToOne(row.Probabilities)) : null;
    }

    /// <summary>Why a row's probabilities cannot be used; null if they can.</summary>
    private string? Unfit(PredictionRow row, ReadOnlySpan<byte> json)
    {
        List<double> probabilities = row.Probabilities;
        if (row.ProbabilityFault is { } fault) return fault;
        if (probabilities.Count < 2)
            return $"{(probabilities.Count == 1 ? "1 probability" : "0 probabilities")}; a row needs one for each of two or more classes, "
                + $"for two classes [1 - p, p]";
        if (probabilities.Count > MostClasses)
            return $"{probabilities.Count} probabilities; a row may have at most {MostClasses}, one per class";
        if (RowSums.Fault(probabilities, json[row.List]) is { } sum) return sum;
        classes ??= probabilities.Count;
        return probabilities.Count == classes
            ? null
            : $"{probabilities.Count} probabilities where the rows before have {classes}; give every row one per class";
    }
}
