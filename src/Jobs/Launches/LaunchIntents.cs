using Angioboard.Core.Files;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Launches;

/// <summary>
/// Makes a launch all or none, whenever the dashboard is killed: it is filed before its first folder is made, and its runs, their places in the
/// queue and its end are one write. A launch that is still filed was cut short, and its folders are removed.
/// </summary>
internal sealed class LaunchIntents(Database database, RunStore runs)
{
    private const string Collection = "launches";

    private readonly StoredValues<LaunchIntent> stored = database.Collection<LaunchIntent>(Collection);

    /// <summary>The launches that a database says were cut short.</summary>
    public static IReadOnlyList<LaunchIntent> Filed(Database database) => database.Collection<LaunchIntent>(Collection).All();

    /// <summary>Files that a launch begins.</summary>
    /// <exception cref="DatabaseTroubleException">It cannot be filed; nothing may be made.</exception>
    public void Begin(LaunchIntent intent) => stored.Put(intent.Id, intent);

    /// <summary>The launch's end, as one of the writes that file its runs.</summary>
    public Action<LiteDatabase> Ending(LaunchIntent intent) => stored.Removing(intent.Id);

    /// <summary>The name of a launch's folder before it is a run's.</summary>
    public static string Stage(LaunchIntent intent, int number) => $"{StagePrefix(intent)}{number}";

    /// <summary>Removes what was made for launches that were cut short.</summary>
    public void Settle()
    {
        foreach (LaunchIntent intent in stored.All()) Remove(intent);
    }

    /// <summary>Removes what was made for a launch that failed, unless all of it was filed. What cannot be removed now is when the database is written again.</summary>
    public void Undo(LaunchIntent intent)
    {
        try
        {
            if (stored.Find(intent.Id) is not null) Remove(intent);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is DatabaseTroubleException)
        {
            // It stays filed until then.
        }
    }

    private void Remove(LaunchIntent intent)
    {
        if (Directory.Exists(intent.Folder))
        {
            HashSet<string> known = [.. runs.All.Select(run => run.Folder)];
            foreach (string stage in Directory.GetDirectories(intent.Folder, $"{StagePrefix(intent)}*")) Directory.Delete(stage, recursive: true);
            foreach (string folder in Directory.GetDirectories(intent.Folder, "Train_*").Where(folder => !known.Contains(folder) && LaunchNote.Read(folder)?.Launch == intent.Id))
                Directory.Delete(folder, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(intent.Folder).Any()) Directory.Delete(intent.Folder);
        }
        stored.Remove(intent.Id);
    }

    private static string StagePrefix(LaunchIntent intent) => $".launch-{intent.Id}-";
}
