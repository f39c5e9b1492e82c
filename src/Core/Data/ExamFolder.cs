using System.Globalization;
using System.Numerics;

namespace Angioboard.Core.Data;

/// <summary>What an exam's folder holds.</summary>
/// <param name="Exists">Whether there is such a folder.</param>
/// <param name="Frames">Full paths of the frames whose names are numbers, in the order of these.</param>
/// <param name="Files">Facts of those frames that can be used.</param>
/// <param name="Problems">What is wrong with the folder and its frames.</param>
internal sealed record ExamFolder(
    bool Exists, IReadOnlyList<string> Frames, IReadOnlyList<FrameFile> Files, IReadOnlyList<string> Problems)
{
    private static readonly string[] extensions = [".jpg", ".jpeg"];

    /// <summary>Lists <paramref name="folder"/> and reads the headers of its frames.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="listed">The names of frames that the split gives, which must be there.</param>
    /// <param name="options">What frames are checked against.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    public static ExamFolder Read(string folder, IEnumerable<string> listed, ExamIndexOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            string problem = $"{folder}: the split names this exam's folder, but it is not there; add it or remove the exam from the split";
            return new(false, [], [], [problem]);
        }
        try
        {
            HashSet<string> names = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
            return Read(folder, names, listed, options, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(true, [], [], [$"{folder}: the folder cannot be read: {e.Message.TrimEnd('.')}; make it readable"]);
        }
    }

    private static ExamFolder Read(
        string folder, HashSet<string> names, IEnumerable<string> listed, ExamIndexOptions options, CancellationToken cancellation)
    {
        List<string> problems = [];
        // The disk has the last word where it does not tell upper from lower case.
        foreach (string name in listed.Where(name => !names.Contains(name) && !File.Exists(Path.Combine(folder, name))))
        {
            string frame = Path.Combine(folder, name);
            problems.Add($"{frame}: the split names this frame, but it is not there; add it or remove it from the split");
        }

        string[] frames = [.. Number(folder, names, problems).Select(name => Path.Combine(folder, name))];
        List<FrameFile> files = [];
        foreach (string frame in frames)
        {
            cancellation.ThrowIfCancellationRequested();
            (FrameFile? file, string? problem) = JpegProbe.Read(frame, options.Modality, options.Strip);
            if (file is not null) files.Add(file);
            if (problem is not null) problems.Add(problem);
        }
        return new ExamFolder(true, frames, files, problems);
    }

    /// <summary>The names of JPEG files in the order of their numbers.</summary>
    internal static string[] Number(string folder, IEnumerable<string> names, List<string> problems)
    {
        string[] jpegs = [.. names.Where(IsJpeg).Order(StringComparer.Ordinal)];
        if (jpegs.Length == 0)
            problems.Add($"{folder}: no frames (*.jpg, *.jpeg) in this exam's folder; add them or remove the exam from the split");

        SortedDictionary<BigInteger, string> byNumber = [];
        foreach (string name in jpegs)
        {
            string path = Path.Combine(folder, name), stem = Path.GetFileNameWithoutExtension(name);
            if (!BigInteger.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number))
                problems.Add($"{path}: frame names must be whole numbers (1.jpg, 2.jpg …); rename it or move it out");
            else if (!byNumber.TryAdd(number, name))
                problems.Add($"{path}: {byNumber[number]} beside it has the same number; rename one or move it out");
        }
        return [.. byNumber.Values];
    }

    private static bool IsJpeg(string name) => extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
