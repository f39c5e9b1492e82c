using Angioboard.Core.Files;

namespace Angioboard.Jobs.Datasets.Roots;

/// <summary>The real target of a path: follows every link on the way, as the system does when it opens it.</summary>
internal static class RealPath
{
    // The same limit as Linux.
    private const int MostLinks = 40;

    private static readonly char[] Separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];

    /// <summary>The path without links, whether it exists or not; null if links form a circle or the path is invalid.</summary>
    /// <param name="path">A full path. A <c>..</c> applies after the link before it is followed, not to the text.</param>
    public static string? Of(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path)) return null;
        string root = Path.GetPathRoot(path)!;
        List<string> real = [];
        Stack<string> ahead = new(path[root.Length..].Split(Separators).Reverse());
        for (int links = 0; ahead.TryPop(out string? part);)
        {
            if (part is "" or ".") continue;
            if (part == "..")
            {
                if (real.Count > 0) real.RemoveAt(real.Count - 1);
                continue;
            }
            if (Target(Path.Combine([root, .. real, part])) is not { } target)
            {
                real.Add(part);
                continue;
            }
            if (++links > MostLinks) return null;
            if (Path.IsPathRooted(target)) real.Clear();
            foreach (string step in target.Split(Separators).Reverse()) ahead.Push(step);
        }
        return Path.Combine([root, .. real]);
    }

    /// <summary>Whether a path without links is a folder or inside it, at any depth.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder
            || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar,
                StringComparison.Ordinal);

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null; // It may not be looked at, so it cannot be opened either.
        }
    }
}
