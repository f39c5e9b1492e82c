using System.Globalization;
using System.Numerics;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Names;
using Angioboard.Core.Files;

namespace Angioboard.Core.Data.Exams;

/// <summary>The content of an exam's folder.</summary>
/// <param name="Exists">Whether the folder exists.</param>
/// <param name="Frames">Full paths of the frames whose names are numbers, in numerical order.</param>
/// <param name="Files">Facts of the usable frames.</param>
/// <param name="Hidden">Names of files of the operating system, which are ignored.</param>
/// <param name="Problems">Problems of the folder and its frames.</param>
/// <param name="Warnings">Warnings about unused files that look like frames.</param>
internal sealed record ExamFolder(
    bool Exists,
    IReadOnlyList<string> Frames,
    IReadOnlyList<FrameFile> Files,
    IReadOnlyList<string> Hidden,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Lists a folder and reads the headers of its frames.</summary>
    /// <param name="root">Full path of the data folder.</param>
    /// <param name="exam">The exam's name.</param>
    /// <param name="listed">Names of the frames in the split, which must exist.</param>
    /// <param name="options">The options to check frames with.</param>
    /// <param name="near">Suggests similar names for a missing one.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    public static ExamFolder Read(
        string root, string exam, IEnumerable<string> listed, ExamIndexOptions options, NearNames near, CancellationToken cancellation)
    {
        string folder = Path.Combine(root, exam);
        FolderEntries entries;
        try
        {
            entries = FolderEntries.Of(folder);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or PathTooLongException or ArgumentException)
        {
            // It does not exist, or its name cannot be a folder's.
            return new(false, [], [], [], [Missing(root, folder, exam, near)], []);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return new(true, [], [], [], [SystemFault.Line(folder, e, "make the folder readable")], []);
        }
        return Read(folder, entries, listed, options, cancellation);
    }

    /// <summary>The names of frames in the order of their numbers.</summary>
    internal static string[] Number(string folder, FolderEntries entries, List<string> problems)
    {
        if (entries.Frames.Count == 0)
        {
            string hidden = entries.Hidden.Count == 0 ? "" : $", except hidden files such as {entries.Hidden[0]}";
            problems.Add($"{folder}: no frames (*.jpg, *.jpeg) in this exam's folder{hidden}; add them or remove the exam from the split");
        }
        SortedDictionary<BigInteger, string> byNumber = [];
        foreach (string name in entries.Frames.Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, name), stem = Path.GetFileNameWithoutExtension(name);
            if (!BigInteger.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number))
                problems.Add($"{path}: frame names must be whole numbers (1.jpg, 2.jpg …); rename it or move it out");
            else if (!byNumber.TryAdd(number, name))
                problems.Add($"{path}: {byNumber[number]} beside it has the same number; rename one or move it out");
        }
        return [.. byNumber.Values];
    }

    private static ExamFolder Read(
        string folder, FolderEntries entries, IEnumerable<string> listed, ExamIndexOptions options, CancellationToken cancellation)
    {
        List<string> problems = [];
        HashSet<string> names = [.. entries.Frames, .. entries.Hidden, .. entries.OtherFormats, .. entries.Misnamed];
        // On case-insensitive disks the disk decides.
        foreach (string name in listed.Where(name => !names.Contains(name) && !File.Exists(Path.Combine(folder, name))))
            problems.Add($"{Path.Combine(folder, name)}: {NotThere(name, entries)}");

        string[] frames = [.. Number(folder, entries, problems).Select(name => Path.Combine(folder, name))];
        List<FrameFile> files = [];
        foreach (string frame in frames)
        {
            cancellation.ThrowIfCancellationRequested();
            (FrameFile? file, string? problem) = JpegProbe.Read(frame, options.Modality, options.Strip);
            if (file is not null) files.Add(file);
            if (problem is not null) problems.Add(problem);
        }
        return new ExamFolder(true, frames, files, entries.Hidden, problems, [.. Warn(folder, entries)]);
    }

    private static string NotThere(string name, FolderEntries entries)
    {
        if (entries.Folders.Contains(name))
            return "the split names this frame, but it is a folder; put the frame in its place or remove it from the split";
        return NearNames.Of(name, entries.Frames) is { } other
            ? "the split names this frame, but it is not there; " +
                $"{other} is there, which differs in {Spelling.Difference(name, other)}; did you mean it? "
                + "Write its name into the split, or rename it"
            : "the split names this frame, but it is not there; add it or remove it from the split";
    }

    private static string Missing(string root, string folder, string exam, NearNames near)
    {
        const string Named = "the split names this exam's folder, but it is";
        if (new FileInfo(folder).LinkTarget is { } target)
            return $"{folder}: {Named} a link to {target}, which is not a folder; point it at the exam or remove the exam from the split";
        if (File.Exists(folder)) return $"{folder}: {Named} a file; put the exam's folder in its place or remove the exam from the split";
        return near.Folder(root, exam) is { } other
            ? $"{folder}: {Named} not there; {Otherwise(exam, other)}"
            : $"{folder}: {Named} not there; add it or remove the exam from the split";
    }

    /// <summary>Describes what is on disk in place of a name.</summary>
    internal static string Otherwise(string exam, string other) =>
        $"a similar folder is there: {other}, which differs in {Spelling.Difference(exam, other)}; did you mean it? "
        + "Write its name into the split, or rename it";

    private static IEnumerable<string> Warn(string folder, FolderEntries entries)
    {
        if (entries.OtherFormats.Count > 0)
            yield return $"{First(entries.OtherFormats)}: is not a JPEG and is not used; convert it or move it out";
        if (entries.Misnamed.Count > 0)
        {
            yield return $"{First(entries.Misnamed)}: is not used because its name does not end in .jpg or .jpeg; "
                + "rename it if it is a whole frame, otherwise move it out";
        }
        if (entries.Folders.Count > 0) yield return $"{First(entries.Folders)}: is a folder, not a frame, and is not used; move it out";

        string First(IReadOnlyList<string> names) =>
            Path.Combine(folder, names[0]) + (names.Count == 1 ? "" : $" and {names.Count - 1} more in the same folder");
    }
}
