using System.Text.Json;

namespace Angioboard.Core.Evaluation;

/// <summary>Reads the content of predictions.json and collects every problem, each with its split, row and exam.</summary>
internal sealed class PredictionsReader(string path, int? classNames)
{
    private const double Exact = 1e-8;
    private const double Rounded = 1e-3;
    private const string Shape = """{"train": [["exam", 0, [0.7, 0.3]], …], …}""";

    // The number of probabilities that rows must have where there are no class names: that of the first good row.
    private int? classes;

    public Problems Problems { get; } = new(path);

    public IReadOnlyList<SplitPredictions> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.EnumerateObject().Any())
        {
            Problems.Add($"{path}: wrong shape; it must be a JSON object of splits such as {Shape}");
            return [];
        }
        List<SplitPredictions> splits = [];
        HashSet<string> names = [];
        foreach (JsonProperty split in root.EnumerateObject())
        {
            if (!names.Add(split.Name))
            {
                Problems.Add($"{path}: {split.Name}: the split is there twice; keep one of them");
            }
            if (split.Value.ValueKind != JsonValueKind.Array)
            {
                Problems.Add($"{path}: {split.Name}: wrong shape; a split must be a list of exams as in {Shape}");
                continue;
            }
            splits.Add(new SplitPredictions(split.Name, ReadExams(split)));
        }
        if (classNames is not null && classes is not null && classes != classNames)
        {
            Problems.Add($"{path}: rows of {classes} probabilities, but {classNames} class names; give as many names as classes");
        }
        return splits;
    }

    private List<ExamPrediction> ReadExams(JsonProperty split)
    {
        List<ExamPrediction> exams = [];
        int row = 0;
        foreach (JsonElement element in split.Value.EnumerateArray())
        {
            if (ReadExam(element, $"{path}: {split.Name}, row {row++}") is { } exam) exams.Add(exam);
        }
        return exams;
    }

    private ExamPrediction? ReadExam(JsonElement row, string place)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != 3
            || row[0].ValueKind != JsonValueKind.String || row[2].ValueKind != JsonValueKind.Array)
        {
            Problems.Add($"{place}: wrong shape; a row must be [exam, label, [p0, p1, …]]");
            return null;
        }
        string exam = row[0].GetString()!;
        place = $"{place} ({exam})";
        double[]? probabilities = ReadProbabilities(row[2], place);
        bool labelled = TryReadLabel(row[1], place, out int? label);
        if (probabilities is null || !labelled) return null;
        if (label < 0 || label >= probabilities.Length)
        {
            Problems.Add(
                $"{place}: label {label} is out of range; with {probabilities.Length} classes labels go from 0 to {probabilities.Length - 1}");
            return null;
        }
        return new ExamPrediction(exam, label, probabilities);
    }

    private bool TryReadLabel(JsonElement element, string place, out int? label)
    {
        label = null;
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 1) element = element[0];
        if (element.ValueKind == JsonValueKind.Null) return true;
        // A label may come as 2.0 from a tool that keeps targets as floats.
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && value == (int)value)
        {
            label = (int)value;
            return true;
        }
        Problems.Add($"{place}: label {element.GetRawText()} is not a whole number; give the class's index, [index] or null");
        return false;
    }

    private double[]? ReadProbabilities(JsonElement list, string place)
    {
        double[] row = [.. list.EnumerateArray().Select(p =>
            p.ValueKind == JsonValueKind.Number && p.TryGetDouble(out double value) ? value : double.NaN)];
        if (row.Length < 2)
        {
            Problems.Add($"{place}: {row.Length} probabilities; a row needs one for each of two or more classes");
            return null;
        }
        if (Array.FindIndex(row, p => !double.IsFinite(p) || p < 0) is var bad and >= 0)
        {
            Problems.Add($"{place}: probability {bad} is {list[bad].GetRawText().Trim('"')}; "
                + "probabilities must be finite and not negative: predict again, or leave the exam out");
            return null;
        }
        double sum = row.Sum();
        if (Math.Abs(sum - 1) > Rounded)
        {
            Problems.Add($"{place}: the probabilities sum to {sum:G6}; they must sum to 1 within {Rounded}: write softmax outputs, not logits");
            return null;
        }
        classes ??= row.Length;
        if (row.Length != classes)
        {
            Problems.Add($"{place}: {row.Length} probabilities where the rows before have {classes}; give each row one for each class");
            return null;
        }
        return Math.Abs(sum - 1) <= Exact ? row : [.. row.Select(p => p / sum)];
    }
}
