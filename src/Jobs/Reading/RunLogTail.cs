using System.Text;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Reading;

/// <summary>
/// The end of a run's log and what is appended to it: trainer.log, or console.log if there is no trainer.log, or if that may hold figures
/// of a sealed test split.
/// </summary>
/// <param name="runFolder">The run's folder.</param>
/// <param name="hidden">What of the run is hidden.</param>
public sealed partial class RunLogTail(string runFolder, HiddenSplits hidden)
{
    /// <summary>The maximum number of lines kept.</summary>
    public const int MaxLines = 5000;

    // Limits for one read and for what is kept, so that no writer of a log can fill the memory of those who look at it.
    private const int MaxRead = 1 << 20, MaxKept = 1 << 21, MaxLine = 8000;

    private readonly List<string> lines = [];
    private readonly StringBuilder rest = new();
    private Decoder decoder = new UTF8Encoding(false).GetDecoder();
    private string? path;
    private long position;
    private int kept;

    /// <summary>The lines read, newest last, at most <see cref="MaxLines"/>; terminal escape sequences are removed.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>The number of the first of <see cref="Lines"/> among all lines read, from 0.</summary>
    public int First { get; private set; }

    /// <summary>Whether the log has more lines before the first one.</summary>
    public bool Cut { get; private set; }

    /// <summary>The file's name; null if there is no file.</summary>
    public string? Name => Path.GetFileName(path);

    /// <summary>Reads what was appended; false if nothing was. A log that became shorter is read from its start.</summary>
    public bool Read()
    {
        if (Find() is not { } found) return false;
        try
        {
            using FileStream stream = SafeOpen.Read(found, FolderOwners.Rule(found));
            long length = stream.Length;
            if (found != path || length < position) Begin(found, length);
            else if (length - position > MaxRead) Skip(length);
            if (length == position) return false;
            stream.Position = position;
            byte[] bytes = new byte[length - position];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            position += read;
            Take(bytes.AsSpan(0, read));
            return true;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return false;
        }
    }

    private void Begin(string found, long length)
    {
        path = found;
        Skip(length);
        First = 0;
        Cut = position > 0;
    }

    // If the log has grown by more than this since the last read, only its end is read.
    private void Skip(long length)
    {
        First += lines.Count;
        lines.Clear();
        kept = 0;
        rest.Clear();
        decoder = new UTF8Encoding(false).GetDecoder();
        position = Math.Max(0, length - MaxRead);
        Cut = true;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        char[] characters = new char[decoder.GetCharCount(bytes, flush: false)];
        decoder.GetChars(bytes, characters, flush: false);
        rest.Append(characters);
        string[] parts = rest.ToString().Split('\n');
        // Of an unfinished line, only as much is kept as is shown.
        rest.Clear().Append(parts[^1].Length > MaxLine ? parts[^1][..MaxLine] : parts[^1]);
        foreach (string line in parts[..^1]) Add(Clean(line));
        int over = 0;
        for (; lines.Count - over > MaxLines || kept > MaxKept; over++) kept -= lines[over].Length;
        if (over == 0) return;
        First += over;
        lines.RemoveRange(0, over);
        Cut = true;
    }

    private void Add(string line)
    {
        string shown = line.Length > MaxLine ? $"{line[..MaxLine]}…" : line;
        lines.Add(shown);
        kept += shown.Length;
    }

    private string? Find()
    {
        string trainer = Path.Combine(runFolder, "trainer.log");
        if (new FileInfo(trainer) is { Exists: true, Length: > 0 } && !hidden.AnyIn(runFolder)) return trainer;
        string console = new RunFolder(runFolder).Console;
        return File.Exists(console) ? console : null;
    }

    // A carriage return moves to the start of the line, so a terminal would not show what came before it.
    private static string Clean(string line)
    {
        string end = line.TrimEnd('\r');
        string seen = end[(end.LastIndexOf('\r') + 1)..];
        return Escape().Replace(seen, "");
    }

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|.)|[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Escape();
}
