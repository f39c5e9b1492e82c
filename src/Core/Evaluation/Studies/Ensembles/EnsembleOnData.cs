using System.Text.Json;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>What an ensemble says of a dataset that all its members have predicted.</summary>
/// <param name="Exams">The exams that it predicts.</param>
/// <param name="LeftOut">The exams that it leaves out: a member was trained on them, or chose its epoch by them.</param>
/// <param name="Splits">Its figures on each split with labelled exams, beside the mean of its members'.</param>
public sealed record EnsembleOnData(int Exams, int LeftOut, OrderedDictionary<string, EnsembleFigures> Splits)
{
    /// <summary>Writes it to a file, numbers in full.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, EnsembleOnData figures) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, figures, ReportJson.Indented));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">What may be opened there.</param>
    /// <exception cref="InputException">The file is missing, violates the rule, or holds something else.</exception>
    public static EnsembleOnData Read(string path, OpenRule rule)
    {
        try
        {
            EnsembleOnData figures = JsonSerializer.Deserialize<EnsembleOnData>(SafeOpen.Bytes(path, rule), ReportJson.Indented)
                ?? throw new JsonException("it holds null");
            return figures.Splits.Values.All(split => split?.Metrics.Values.All(metric => metric is not null) == true)
                ? figures
                : throw new JsonException("a figure in it is null");
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read as figures of an ensemble; compute them again", e);
        }
    }
}
