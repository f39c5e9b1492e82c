using Angioboard.Core.Files;

namespace Angioboard.Jobs.Datasets.Roots;

/// <summary>Finds what a mistyped path probably means. Folders outside the data roots are never listed.</summary>
internal static class NearPath
{
    // A folder of exams has thousands of entries; a study's parent has a few.
    private const int MostEntries = 2000;

    // Two letters swapped, or one missing in each of two places.
    private const int MostEdits = 2;

    /// <summary>The existing path that differs from <paramref name="path"/> by few letters in one name; null for none.</summary>
    /// <param name="path">A full path to which nothing exists.</param>
    /// <param name="roots">What may be listed and named.</param>
    /// <param name="folder">Whether a folder is looked for, not a file.</param>
    public static string? Find(string path, DataRoots roots, bool folder)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        List<string> names = [];
        string? above = path;
        while (above is not null && !Directory.Exists(above))
        {
            names.Insert(0, Path.GetFileName(above));
            above = Path.GetDirectoryName(above);
        }
        if (above is null || names.Count == 0 || roots.Find(above) is not { } real) return null;
        string rest = Path.Combine([.. names.Skip(1)]);
        return Entries(real).Select(entry => (Path: Path.Combine(above, entry, rest), Edits: Distance(names[0], entry)))
            .Where(near => near.Edits <= Math.Min(MostEdits, names[0].Length / 2))
            .OrderBy(near => near.Edits).Select(near => near.Path)
            .FirstOrDefault(near => roots.Find(near) is not null && (folder ? Directory.Exists(near) : File.Exists(near)));
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Take(MostEntries).Select(entry => Path.GetFileName(entry))];
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return []; // It cannot be read: there is nothing to propose.
        }
    }

    /// <summary>Levenshtein's distance, without regard to case.</summary>
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > MostEdits) return int.MaxValue;
        (one, other) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        int[] before = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int[] now = new int[other.Length + 1];
            now[0] = i;
            for (int j = 1; j <= other.Length; j++)
                now[j] = Math.Min(Math.Min(now[j - 1], before[j]) + 1, before[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            before = now;
        }
        return before[^1];
    }
}
