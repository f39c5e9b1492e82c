using System.Text;
using System.Text.Json;

namespace Angioboard.Core.Data;

/// <summary>
/// Reads a split file, <c>{"train": [["Train/Train/0_L/9.jpg", 0], …], "validation": …}</c>, in its own order. What is wrong with
/// it goes to <paramref name="problems"/>, and reading goes on with the rest.
/// </summary>
internal sealed class SplitFile(string path, int numClasses, ICollection<string> problems)
{
    private const int MostSplits = 1000;

    /// <summary>The splits as far as they can be read; none if the file is no JSON object.</summary>
    public IReadOnlyList<SplitPart> Read()
    {
        if (ReadText() is not { } text) return [];
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return ReadSplits(json.RootElement);
        }
        catch (JsonException e)
        {
            // The reader's own words end with the place, which it counts from 0.
            string reason = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            problems.Add($"{path}: line {e.LineNumber + 1} is not JSON: {reason}; mend that line");
            return [];
        }
    }

    private string? ReadText()
    {
        try
        {
            UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            problems.Add($"{path}: the text is not UTF-8; save the file as UTF-8");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"{path}: there is no such split file; give the path of one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path}: the split file cannot be read: {e.Message.TrimEnd('.')}; give the path of a file that you may read");
        }
        return null;
    }

    private List<SplitPart> ReadSplits(JsonElement root)
    {
        List<SplitPart> parts = [];
        if (root.ValueKind != JsonValueKind.Object || !root.EnumerateObject().Any())
        {
            problems.Add($$"""{{path}}: not an object of splits; write {"train": [["exam/1.jpg", 0], …], "validation": […]}""");
            return parts;
        }
        HashSet<string> names = [];
        foreach (JsonProperty split in root.EnumerateObject())
        {
            if (parts.Count == MostSplits)
            {
                problems.Add($"{path}: there are more than {MostSplits} splits; write {{\"split\": [[\"exam/1.jpg\", 0], …]}} with all exams of a split in one list");
                return parts;
            }
            if (Unicode(() => split.Name) is not { } name)
                problems.Add($"{path}: a split's name is not valid Unicode; rename the split");
            else if (split.Value.ValueKind == JsonValueKind.Array && !names.Add(name))
                problems.Add($"{path}: the split {name} is there twice; merge the two or rename one");
            else if (split.Value.ValueKind != JsonValueKind.Array)
                problems.Add($"{path}: {name} is not a list; write [[\"exam/1.jpg\", 0], …]");
            else
                parts.Add(ReadSplit(name, split.Value));
        }
        return parts;
    }

    private SplitPart ReadSplit(string name, JsonElement list)
    {
        if (list.GetArrayLength() == 0) problems.Add($"{path}: {name} is empty; add exams to it or remove the split");
        IEnumerable<SplitEntry?> entries = list.EnumerateArray().Select((entry, i) => ReadEntry(entry, $"{path}: {name}, entry {i + 1}"));
        return new SplitPart(name, [.. entries.OfType<SplitEntry>()]);
    }

    private SplitEntry? ReadEntry(JsonElement entry, string place)
    {
        if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].ValueKind != JsonValueKind.String)
        {
            problems.Add($"{place}: an entry is a frame's path and a label; write [\"exam/1.jpg\", 0], or null for an unknown label");
            return null;
        }
        if (Unicode(() => entry[0].GetString()!) is not { } frame)
        {
            problems.Add($"{place}: the path is not valid Unicode; rename the file and write its new name");
            return null;
        }
        // As Python's pathlib has it: a//b and a/./b are a/b, so that one folder is one exam.
        string[] parts = [.. frame.Split('/').Where(part => part is not ("" or "."))];
        string? fault = PathFault(frame, parts);
        if (fault is not null) problems.Add($"{place}: {frame}: {fault}");
        int? label = ReadLabel(entry[1], $"{place}: {frame}");
        return fault is null ? new SplitEntry(string.Join('/', parts[..^1]), parts[^1], label) : null;
    }

    /// <summary>The label; null also for one that is a problem, so that the exam's frames are looked at with the others.</summary>
    private int? ReadLabel(JsonElement label, string place)
    {
        if (label.ValueKind == JsonValueKind.Null) return null;
        if (label.ValueKind == JsonValueKind.Number && label.TryGetInt32(out int value) && value >= 0 && value < numClasses) return value;
        string text = label.ValueKind switch
        {
            JsonValueKind.Array => "[…]",
            JsonValueKind.Object => "{…}",
            _ => label.GetRawText(),
        };
        string remedy = $"write a whole number from 0 to {numClasses - 1}, or null, or set num-classes";
        problems.Add($"{place}: the label {text} is not known; {remedy}");
        return null;
    }

    private static string? PathFault(string frame, string[] parts) => frame switch
    {
        _ when frame.Contains('\\') => "the path has backslashes; write it with /",
        _ when frame.StartsWith('/') || (frame.Length > 1 && frame[1] == ':' && char.IsAsciiLetter(frame[0])) =>
            "the path is absolute; write it relative to the data folder",
        _ when parts.Contains("..") => "the path has ..; write it relative to the data folder, without ..",
        _ when parts.Length < 2 || frame.EndsWith('/') => "the path is not a frame in an exam's folder; write exam/1.jpg",
        _ => null,
    };

    /// <summary>Null for text that escapes half a character (<c>\ud800</c>), as Python writes names that are no Unicode.</summary>
    private static string? Unicode(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
