using System.Collections.Concurrent;
using Angioboard.Core.Files;

namespace Angioboard.Core.Data.Names;

/// <summary>
/// Finds a name on disk similar to a missing one in a split: the same letters in another case, with other spaces, with another encoding of
/// accents or of the whole name, as after copies between Windows, macOS and Linux. Thread-safe.
/// </summary>
internal sealed class NearNames
{
    private readonly ConcurrentDictionary<string, ILookup<string, string>> folders = new();

    /// <summary>
    /// The one of <paramref name="names"/> that is <paramref name="name"/> written otherwise; null for none and for several.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> names)
    {
        string loose = Spelling.Loose(name);
        string[] near = [.. names.Where(other => other != name && Spelling.Loose(other) == loose).Take(2)];
        return near.Length == 1 ? near[0] : null;
    }

    /// <summary>
    /// The path below <paramref name="root"/>, as the disk writes it, of a folder that is <paramref name="relative"/> written otherwise;
    /// null for none.
    /// </summary>
    public string? Folder(string root, string relative)
    {
        string found = "";
        foreach (string part in relative.Split('/'))
        {
            string above = Path.Combine(root, found), exact = Path.Combine(found, part);
            if (Directory.Exists(Path.Combine(root, exact)))
            {
                found = exact;
                continue;
            }
            ILookup<string, string> names = Within(above);
            string[] near = [.. names[Spelling.Loose(part)].Take(2)];
            if (near.Length == 0)
                near = [.. names.SelectMany(same => same).Where(name => Spelling.IsInAnotherEncoding(part, name)).Take(2)];
            if (near.Length != 1) return null;
            found = Path.Combine(found, near[0]);
        }
        return found;
    }

    private ILookup<string, string> Within(string folder) => folders.GetOrAdd(folder, static folder =>
    {
        try
        {
            return Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).ToLookup(Spelling.Loose);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // It does not exist or cannot be read: there is nothing to propose.
            return Array.Empty<string>().ToLookup(name => name);
        }
    });
}
