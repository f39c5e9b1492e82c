using System.Text;
using System.Text.Json;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>
/// predictions.json: <c>{"train": [[exam, label, [p0, …]], …], "validation": …}</c>, exams in split order. Also accepted: labels written as
/// <c>[label]</c>, as mednet does, null labels, and the words NaN and Infinity, which are reported as problems.
/// </summary>
public static class PredictionsFile
{
    private const int ProblemsShown = 50;

    /// <summary>Writes one exam per line; every number reads back as the same float64.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SplitPredictions> predictions) =>
        AtomicFile.Write(path, stream => Write(stream, predictions));

    /// <summary>The same into a stream, which stays open.</summary>
    public static void Write(Stream stream, IReadOnlyList<SplitPredictions> predictions)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine('{');
        for (int s = 0; s < predictions.Count; s++)
        {
            IReadOnlyList<ExamPrediction> exams = predictions[s].Exams;
            writer.WriteLine($"  {Json(predictions[s].Split)}: [");
            for (int i = 0; i < exams.Count; i++)
            {
                writer.Write($"    [{Json(exams[i].Exam)}, {Json(exams[i].Label)}, {Json(exams[i].Probabilities)}]");
                writer.WriteLine(i < exams.Count - 1 ? "," : "");
            }
            writer.WriteLine(s < predictions.Count - 1 ? "  ]," : "  ]");
        }
        writer.WriteLine('}');
    }

    /// <summary>
    /// Reads splits and exams in the file's order. Rows that sum to 1 within 1e-8 are kept; others, within the error of float32 softmax
    /// or rounding, are divided by their sum. An exam that appears twice with the same row counts once.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="classNames">Classes with one probability each per row; null to use the number in the rows.</param>
    /// <param name="notes">Receives notes for the user, one line each.</param>
    /// <exception cref="InputException">
    /// The file cannot be read, is not JSON of this shape, or rows are bad; all bad rows are named, up to 50.
    /// </exception>
    public static IReadOnlyList<SplitPredictions> Read(string path, IReadOnlyList<string>? classNames = null,
        ICollection<string>? notes = null)
    {
        PredictionsReader reader = new(path, classNames?.Count);
        IReadOnlyList<SplitPredictions> predictions = reader.Read(Bytes(path));
        if (reader.Problems.Count == 0)
        {
            foreach (string note in reader.Notes) notes?.Add(note);
            return predictions;
        }
        List<string> shown = [.. reader.Problems.Take(ProblemsShown)];
        int more = reader.Problems.Found - shown.Count;
        if (more > 0) shown.Add($"{path}: {more} more problems like these");
        throw new InputException(shown);
    }

    private static ReadOnlySpan<byte> Bytes(string path)
    {
        try
        {
            byte[] file = SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson));
            Span<byte> json = file.AsSpan(file.Length - JsonText.WithoutMark(file).Length);
            PythonNumbers.Quote(json);
            JsonText.Require(json);
            return json;
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read; check the path and the permissions", e);
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonText.Unescaped);
}
