using System.Text.Json;

namespace Angioboard.Core.Data.Splits;

/// <summary>
/// Splits the paths of a split file into exam and frame. Millions of entries share few names, so each name is stored once.
/// </summary>
internal sealed class SplitPaths
{
    private readonly HashSet<string> frames = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known;
    private char[] buffer = new char[1024];
    private string exam = "";

    public SplitPaths() => known = frames.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>An entry's path: folder, file name and fault; null for a string that is not Unicode.</summary>
    /// <param name="text">A string.</param>
    public (string Exam, string Frame, string? Fault)? Read(in Utf8JsonReader text)
    {
        if (buffer.Length < text.ValueSpan.Length) buffer = new char[text.ValueSpan.Length];
        int length;
        try
        {
            length = text.CopyString(buffer);
        }
        catch (InvalidOperationException)
        {
            // It contains a lone surrogate, \ud800.
            return null;
        }
        ReadOnlySpan<char> path = buffer.AsSpan(0, length);
        int slash = path.LastIndexOf('/');
        return Plain(path, slash) ? (Exam(path[..slash]), Frame(path[(slash + 1)..]), null) : Clean(path.ToString());
    }

    /// <summary>Whether a path is already normal and valid, as nearly all are.</summary>
    private static bool Plain(ReadOnlySpan<char> path, int slash) =>
        slash > 0 && slash < path.Length - 1 && path[0] is not ('/' or '.') && path[1] != ':' && !path.ContainsAny('\\', '\0')
            && path.IndexOf("//") < 0 && path.IndexOf("/.") < 0;

    private static (string Exam, string Frame, string? Fault) Clean(string path)
    {
        // As in Python's pathlib: a//b and a/./b are a/b, so that one folder is one exam.
        string[] parts = [.. path.Split('/').Where(part => part is not ("" or "."))];
        return Fault(path, parts) is { } fault ? ("", "", fault) : (string.Join('/', parts[..^1]), parts[^1], null);
    }

    private static string? Fault(string path, string[] parts) => path switch
    {
        _ when path.Contains('\\') => "the path has backslashes; write it with /",
        _ when path.Contains('\0') => "the path has a NUL character, which file names cannot have; write the name as it is on disk",
        _ when path.StartsWith('/') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])) =>
            "the path is absolute; write it relative to the data folder",
        _ when parts.Contains("..") => "the path has ..; write it relative to the data folder, without ..",
        _ when parts.Length < 2 || path.EndsWith('/') => "the path is not a frame in an exam's folder; write exam/1.jpg",
        _ => null,
    };

    // An exam's frames are consecutive.
    private string Exam(ReadOnlySpan<char> name) => name.SequenceEqual(exam) ? exam : exam = name.ToString();

    private string Frame(ReadOnlySpan<char> name)
    {
        if (known.TryGetValue(name, out string? kept)) return kept;
        string frame = name.ToString();
        frames.Add(frame);
        return frame;
    }
}
