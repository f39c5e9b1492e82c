using System.Text;
using System.Text.RegularExpressions;
using Angioboard.Core.Training;

namespace Angioboard.Jobs.Runs;

/// <summary>The end of a run's log, and what is appended to it: trainer.log, or console.log of a run that has none.</summary>
/// <param name="runFolder">The run's folder.</param>
public sealed partial class RunLogTail(string runFolder)
{
    /// <summary>The most lines kept.</summary>
    public const int MaxLines = 5000;

    private const int MaxStart = 1 << 20;

    private readonly List<string> lines = [];
    private readonly StringBuilder rest = new();
    private Decoder decoder = new UTF8Encoding(false).GetDecoder();
    private string? path;
    private long position;

    /// <summary>The lines read, the newest last, at most <see cref="MaxLines"/>; escape sequences of terminals are taken out.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>The number of the first of <see cref="Lines"/> among all that were read, from 0.</summary>
    public int First { get; private set; }

    /// <summary>Whether there is more of the log before the first line.</summary>
    public bool Cut { get; private set; }

    /// <summary>The file's name; null if there is none.</summary>
    public string? Name => Path.GetFileName(path);

    /// <summary>Reads what was appended; whether there was anything. A log that became shorter is read anew.</summary>
    public bool Read()
    {
        if (Find() is not { } found) return false;
        try
        {
            using FileStream stream = new(found, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (found != path || stream.Length < position) Begin(found, stream);
            if (stream.Length == position) return false;
            stream.Position = position;
            byte[] bytes = new byte[stream.Length - position];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            position += read;
            Take(bytes.AsSpan(0, read));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Begin(string found, FileStream stream)
    {
        path = found;
        lines.Clear();
        rest.Clear();
        First = 0;
        decoder = new UTF8Encoding(false).GetDecoder();
        position = Math.Max(0, stream.Length - MaxStart);
        Cut = position > 0;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        char[] characters = new char[decoder.GetCharCount(bytes, flush: false)];
        decoder.GetChars(bytes, characters, flush: false);
        rest.Append(characters);
        string[] parts = rest.ToString().Split('\n');
        rest.Clear().Append(parts[^1]);
        lines.AddRange(parts[..^1].Select(Clean));
        if (lines.Count <= MaxLines) return;
        First += lines.Count - MaxLines;
        lines.RemoveRange(0, lines.Count - MaxLines);
        Cut = true;
    }

    private string? Find()
    {
        string trainer = Path.Combine(runFolder, "trainer.log");
        if (new FileInfo(trainer) is { Exists: true, Length: > 0 }) return trainer;
        string console = new RunFolder(runFolder).Console;
        return File.Exists(console) ? console : null;
    }

    // A carriage return goes back to the line's start: what was before it is not seen on a terminal.
    private static string Clean(string line)
    {
        string end = line.TrimEnd('\r');
        string seen = end[(end.LastIndexOf('\r') + 1)..];
        return Escape().Replace(seen, "");
    }

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|.)|[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Escape();
}
