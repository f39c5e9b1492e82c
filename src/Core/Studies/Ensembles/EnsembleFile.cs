using System.Text.Json;
using System.Text.RegularExpressions;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Studies.Ensembles;

/// <summary>ensemble.json.</summary>
public static partial class EnsembleFile
{
    private const long Largest = 1 << 24;

    /// <summary>Writes it, numbers in full.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, EnsembleRecord record) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, record, ReportJson.Indented));

    /// <summary>Reads a file written by <see cref="Write"/>, which may have been edited.</summary>
    /// <exception cref="InputException">It is not such a file, or cannot be read.</exception>
    public static EnsembleRecord Read(string path)
    {
        try
        {
            byte[] file = SafeOpen.Bytes(path, FolderOwners.Rule(path, Largest));
            ReadOnlySpan<byte> json = JsonText.WithoutMark(file);
            JsonText.Require(json);
            EnsembleRecord record =
                JsonSerializer.Deserialize<EnsembleRecord>(json, ReportJson.Indented) ?? throw new JsonException("it holds null");
            return Fault(record) is { } fault ? throw new JsonException(fault) : record;
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: not an ensemble: {JsonText.Fault(e, "`angioboard study ensemble`")}", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read; make the ensemble again with `angioboard study ensemble`", e);
        }
    }

    // A member's name becomes part of a path.
    private static string? Fault(EnsembleRecord record) =>
        record.Rule != EnsembleRecord.MeanOfProbabilities ? $"its rule is not {EnsembleRecord.MeanOfProbabilities}"
        : record.Classes.Count < 2 || record.Classes.Any(name => name is null) ? "it lacks classes"
        : record.Members.Count < 2 || record.Members.Any(member => member is null) ? "it has fewer than two members"
        : record.Members.FirstOrDefault(member => !Train().IsMatch(member.Run)) is { } odd ? $"{odd.Run} is not the name of a run"
        : record.Members.Any(member => member.Weights is { } file && !Checkpoint().IsMatch(file)) ? "a member's weights are no checkpoint"
        : record.Members.Select(member => member.Run).Distinct().Count() < record.Members.Count ? "a member is there twice"
        : record.Figures is { } figures && figures.Metrics.Values.Any(metric => metric is null) ? "a figure is null"
        : null;

    [GeneratedRegex(@"\ATrain_[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex Train();

    [GeneratedRegex(@"\A[A-Za-z0-9_=.-]{1,100}\.ckpt\z")]
    private static partial Regex Checkpoint();
}
