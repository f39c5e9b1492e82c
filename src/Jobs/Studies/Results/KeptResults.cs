using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>
/// Results of studies that were computed before, in the data folder: a file each, named by what it was computed from. What cannot be
/// read is computed once more.
/// </summary>
/// <param name="dataFolder">The data folder.</param>
/// <param name="most">How many are kept.</param>
internal sealed class KeptResults(string dataFolder, int most = KeptResults.Most)
{
    /// <summary>The folder's name in the data folder.</summary>
    public const string FolderName = "study-results";

    private const int Most = 200;

    private readonly string folder = Path.Combine(dataFolder, FolderName);

    /// <summary>Results; null if they are not kept.</summary>
    public StudyResults? Find(string key)
    {
        try
        {
            return File.Exists(PathOf(key))
                ? StudyResultsFile.Read(PathOf(key), new OpenRule { Beneath = folder, Largest = OpenRule.LargestJson })
                : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Keeps results, and removes the oldest beyond the most.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Keep(string key, StudyResults results)
    {
        DataFolder.Make(dataFolder, FolderName);
        StudyResultsFile.Write(PathOf(key), results);
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
