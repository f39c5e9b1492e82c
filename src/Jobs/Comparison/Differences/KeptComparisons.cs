using Angioboard.Core;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Comparison.Differences;

/// <summary>
/// Comparisons that were computed before, in the data folder: a comparison.json each, named by what it was computed from. What cannot be
/// read is computed once more.
/// </summary>
/// <param name="dataFolder">The data folder.</param>
/// <param name="most">How many are kept.</param>
internal sealed class KeptComparisons(string dataFolder, int most = KeptComparisons.Most)
{
    /// <summary>The folder's name in the data folder.</summary>
    public const string FolderName = "comparisons";

    private const int Most = 200;

    private readonly string folder = Path.Combine(dataFolder, FolderName);

    /// <summary>A comparison; null if it is not kept.</summary>
    public ComparisonReport? Find(string key)
    {
        try
        {
            return File.Exists(PathOf(key))
                ? ComparisonFile.Read(PathOf(key), new OpenRule { Beneath = folder, Largest = OpenRule.LargestJson })
                : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Keeps a comparison, and removes the oldest beyond the most.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Keep(string key, ComparisonReport report)
    {
        DataFolder.Make(dataFolder, FolderName);
        ComparisonFile.Write(PathOf(key), report);
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
