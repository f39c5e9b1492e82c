using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Runs.Seals;

/// <summary>
/// The seals in runs' folders, which tell command-line tools. The store decides what the dashboard shows, so a folder that cannot be
/// written to, such as another user's, changes nothing there.
/// </summary>
internal static class SealFiles
{
    /// <summary>Puts a dataset's seal on a run, or on its evaluation on that dataset.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="id">The run.</param>
    /// <param name="place">The folder of the evaluation; empty for the run's own test split.</param>
    /// <param name="seal">The seal.</param>
    public static void Seal(RunStore runs, string id, string place, DatasetSeal seal)
    {
        Run? run = runs.Update(id, run => With(run, place, Sealed(run, place, seal)));
        if (run is not null) Write(run, place);
    }

    /// <summary>A run's seal under a dataset's: reveals of earlier seals stay on record.</summary>
    public static TestSeal Sealed(Run run, string place, DatasetSeal seal) =>
        run.Seals.GetValueOrDefault(place) is { } kept
            ? seal.ForRun() with { Reveals = kept.Reveals, TrainedOn = kept.TrainedOn }
            : seal.ForRun();

    /// <summary>The run with its seals closed again, as it is trained on.</summary>
    public static Run TrainedOn(Run run, DateTimeOffset now) => run.Seals.Count == 0 ? run : run with
    {
        Seals = run.Seals.ToDictionary(seal => seal.Key, seal => seal.Value with { TrainedOn = now }),
    };

    /// <summary>The run with this seal.</summary>
    public static Run With(Run run, string place, TestSeal seal) =>
        run with { Seals = new Dictionary<string, TestSeal>(run.Seals) { [place] = seal } };

    /// <summary>Writes the run's seals that are of a dataset; what is not there or cannot be written is left out.</summary>
    public static void Write(Run run, Func<TestSeal, bool> which)
    {
        foreach ((string place, _) in run.Seals.Where(seal => which(seal.Value))) Write(run, place);
    }

    private static void Write(Run run, string place)
    {
        RunFolder folder = new(run.Folder);
        if (run.OtherUser is not null || !Directory.Exists(folder.Path)) return;
        try
        {
            if (place.Length > 0) folder = new RunFolder(Path.Combine(folder.Evaluations, place));
            Directory.CreateDirectory(folder.Path);
            TestSealFile.Write(folder, run.Seals[place]);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            // Read-only, or full. The next seal or reveal of this run writes it.
        }
    }
}
