using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// Results that were computed before, in a folder of the data folder: a file each, named by what it was computed from. What cannot be
/// read is computed once more.
/// </summary>
/// <typeparam name="T">The results.</typeparam>
/// <param name="dataFolder">The data folder.</param>
/// <param name="name">The folder's name there.</param>
/// <param name="read">Reads a file.</param>
/// <param name="write">Writes a file.</param>
/// <param name="most">How many are kept.</param>
internal sealed class KeptFiles<T>(
    string dataFolder, string name, Func<string, OpenRule, T> read, Action<string, T> write, int most = KeptFiles<T>.Most)
    where T : class
{
    private const int Most = 200;

    private readonly string folder = Path.Combine(dataFolder, name);

    /// <summary>Results; null if they are not kept.</summary>
    public T? Find(string key)
    {
        try
        {
            return File.Exists(PathOf(key))
                ? read(PathOf(key), new OpenRule { Beneath = folder, Largest = OpenRule.LargestJson })
                : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Keeps results, and removes the oldest beyond the most.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Keep(string key, T results)
    {
        DataFolder.Make(dataFolder, name);
        write(PathOf(key), results);
        FileInfo[] kept = [.. new DirectoryInfo(folder).EnumerateFiles("*.json").OrderByDescending(file => file.LastWriteTimeUtc)];
        foreach (FileInfo old in kept.Skip(most))
        {
            try
            {
                old.Delete();
            }
            catch (Exception e) when (FileErrors.Is(e))
            {
                // The next one that is kept removes it.
            }
        }
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.json");
}
