using System.Text;
using System.Text.Json;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Data.Splits;

/// <summary>
/// Reads a split file, <c>{"train": [["Train/Train/0_L/9.jpg", 0], …], "validation": …}</c>, in its own order. What is wrong with
/// it is added to <paramref name="problems"/>, and reading continues with the rest.
/// </summary>
internal sealed class SplitFile(string path, int numClasses, ICollection<string> problems)
{
    private const int MostSplits = 1000;

    // Some 4 million frames.
    /// <summary>Maximum size of a split file in bytes.</summary>
    public const long Largest = 200_000_000;

    private readonly SplitPaths paths = new();
    private readonly LabelsAbove above = new(path, numClasses);

    /// <summary>The readable splits; none if the file is not a JSON object.</summary>
    public IReadOnlyList<SplitPart> Read()
    {
        if (ReadBytes() is not { } file) return [];
        Span<byte> json = file.AsSpan(file.Length - JsonText.WithoutMark(file).Length);
        try
        {
            PythonNumbers.Quote(json);
            JsonText.Require(json, unicode: false);
        }
        catch (JsonException e)
        {
            problems.Add($"{path}: {e.Message}");
            return [];
        }
        List<SplitPart> parts = ReadSplits(json);
        above.Report(problems);
        return parts;
    }

    private byte[]? ReadBytes()
    {
        try
        {
            return SafeOpen.Bytes(path, FolderOwners.Rule(path, Largest));
        }
        catch (InputException e)
        {
            problems.Add(e.Problems[0]);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"{path}: this split file does not exist; check the path");
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            problems.Add($"{path}: the split file cannot be read: {FileTrouble.Words(e, path)}; give the path of a file that you may read");
        }
        return null;
    }

    private List<SplitPart> ReadSplits(ReadOnlySpan<byte> json)
    {
        List<SplitPart> parts = [];
        HashSet<string> names = [];
        Utf8JsonReader reader = new(json);
        reader.Read();
        bool any = false;
        for (bool isObject = reader.TokenType == JsonTokenType.StartObject; isObject && reader.Read()
            && reader.TokenType == JsonTokenType.PropertyName; any = true)
        {
            if (parts.Count == MostSplits)
            {
                problems.Add(
                    $"{path}: there are more than {MostSplits} splits; write {{\"split\": [[\"exam/1.jpg\", 0], …]}} with all exams of a "
                        + $"split in one list");
                return parts;
            }
            string? name = Unicode(reader);
            reader.Read();
            bool list = reader.TokenType == JsonTokenType.StartArray;
            if (name is null)
                problems.Add($"{path}: a split's name is not valid Unicode; rename the split");
            else if (list && !names.Add(name))
                problems.Add($"{path}: the split {name} appears twice; merge the two or rename one");
            else if (!list)
                problems.Add($"{path}: {name} is not a list; write [[\"exam/1.jpg\", 0], …]");
            else
                parts.Add(ReadSplit(ref reader, json, name));
            // The rest of a value that is not such a list.
            reader.Skip();
        }
        if (!any) problems.Add($$"""{{path}}: not an object of splits; write {"train": [["exam/1.jpg", 0], …], "validation": […]}""");
        return parts;
    }

    private SplitPart ReadSplit(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string name)
    {
        List<SplitEntry> entries = [];
        int number = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadEntry(ref reader, json, name, ++number) is { } entry) entries.Add(entry);
        }
        if (number == 0) problems.Add($"{path}: {name} is empty; add exams to it or remove the split");
        return new SplitPart(name, entries);
    }

    private SplitEntry? ReadEntry(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string split, int number)
    {
        Utf8JsonReader frame = reader, label = reader;
        int parts = 0;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; parts++)
            {
                if (parts == 0) frame = reader;
                if (parts == 1) label = reader;
                reader.Skip();
            }
        }
        else
        {
            reader.Skip();
        }
        string Place() => $"{path}: {split}, entry {number}";
        if (parts != 2 || frame.TokenType != JsonTokenType.String || PythonNumbers.Word(frame.ValueSpan) is not null)
        {
            problems.Add(
                $"{Place()}: an entry must be a frame's path and a label; write [\"exam/1.jpg\", 0], or null for an unknown label");
            return null;
        }
        if (paths.Read(frame) is not { } read)
        {
            problems.Add($"{Place()}: the path is not valid Unicode; rename the file and write its new name");
            return null;
        }
        if (read.Fault is not null) problems.Add($"{Place()}: {frame.GetString()}: {read.Fault}");
        string? fault = LabelFault(label, json, out int? known);
        if (fault is not null)
        {
            string line = $"{Place()}: {frame.GetString()}: {fault}";
            if (label.TokenType == JsonTokenType.Number && label.TryGetInt32(out int high) && high >= numClasses)
                above.Add(high, read.Exam, line);
            else
                problems.Add(line);
        }
        return read.Fault is null ? new SplitEntry(read.Exam, read.Frame, known) : null;
    }

    /// <summary>The fault of a label. A faulty label counts as unknown, so that the exam's frames are still checked.</summary>
    private string? LabelFault(in Utf8JsonReader label, ReadOnlySpan<byte> json, out int? known)
    {
        known = null;
        if (label.TokenType == JsonTokenType.Null) return null;
        if (label.TokenType == JsonTokenType.Number && label.TryGetInt32(out int value) && value >= 0 && value < numClasses)
        {
            known = value;
            return null;
        }
        if (label.TokenType == JsonTokenType.String && PythonNumbers.Word(label.ValueSpan) is { } word)
            return $"{word} is not a label; write null for an unknown one";
        string text = label.TokenType switch
        {
            JsonTokenType.StartArray => "[…]",
            JsonTokenType.StartObject => "{…}",
            _ => Encoding.UTF8.GetString(json[(int)label.TokenStartIndex..(int)label.BytesConsumed]),
        };
        return $"the label {text} is not known; write a whole number from 0 to {numClasses - 1}, or null, or set num-classes";
    }

    /// <summary>Null for a string with a lone surrogate (<c>\ud800</c>), as Python writes names that are not Unicode.</summary>
    private static string? Unicode(in Utf8JsonReader text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
