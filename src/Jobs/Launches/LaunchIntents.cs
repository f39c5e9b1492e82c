using System.Text;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Launches;

/// <summary>
/// Makes a launch all or nothing, whenever the dashboard is killed. A launch is saved before its first folder is made; one write then saves
/// its runs and their places in the queue, and removes the launch. A launch that is still saved at a start was interrupted, and its folders
/// are removed.
/// </summary>
internal sealed class LaunchIntents(Database database, RunStore runs)
{
    private const string Collection = "launches";

    private readonly StoredValues<LaunchIntent> stored = database.Collection<LaunchIntent>(Collection);

    /// <summary>The interrupted launches in a database.</summary>
    public static IReadOnlyList<LaunchIntent> Filed(Database database) => database.Collection<LaunchIntent>(Collection).All();

    /// <summary>Saves that a launch begins.</summary>
    /// <exception cref="DatabaseTroubleException">It cannot be saved; nothing may be made.</exception>
    public void Begin(LaunchIntent intent) => stored.Put(intent.Id, intent);

    /// <summary>Removes the launch; one of the writes that save its runs.</summary>
    public Action<LiteDatabase> Ending(LaunchIntent intent) => stored.Removing(intent.Id);

    /// <summary>The name of a launch's folder before it becomes a run's folder.</summary>
    public static string Stage(LaunchIntent intent, int number) => $"{StagePrefix(intent)}{number}";

    /// <summary>The name of a launch's folder before it becomes a study's folder.</summary>
    public static string StageOfStudy(LaunchIntent intent) => $"{StagePrefix(intent)}study";

    /// <summary>Removes what interrupted launches have made.</summary>
    public void Settle()
    {
        foreach (LaunchIntent intent in stored.All()) Remove(intent);
    }

    /// <summary>
    /// Removes what a failed launch has made, unless all of it was saved. What cannot be removed now is removed when the database can be
    /// written again.
    /// </summary>
    public void Undo(LaunchIntent intent)
    {
        try
        {
            if (stored.Find(intent.Id) is not null) Remove(intent);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            // It stays saved until then.
        }
    }

    private void Remove(LaunchIntent intent)
    {
        if (Directory.Exists(intent.Folder))
        {
            HashSet<string> known = [.. runs.All.Select(run => run.Folder)];
            foreach (string stage in Directory.GetDirectories(intent.Folder, $"{StagePrefix(intent)}*"))
                Directory.Delete(stage, recursive: true);
            foreach (string folder in Directory.GetDirectories(intent.Folder, "Train_*")
                .Where(folder => !known.Contains(folder) && LaunchNote.Read(folder)?.Launch == intent.Id))
                Directory.Delete(folder, recursive: true);
            foreach (string study in Directory.GetDirectories(intent.Folder, "Study_*")
                .Where(study => LaunchNote.Read(study)?.Launch == intent.Id))
                Directory.Delete(study, recursive: true);
            if (intent.Study is { } change) TakeBack(Path.Combine(intent.Folder, change.Name), change);
            if (!Directory.EnumerateFileSystemEntries(intent.Folder).Any()) Directory.Delete(intent.Folder);
        }
        stored.Remove(intent.Id);
    }

    // A study that was changed again since, or removed, is left as it is.
    private static void TakeBack(string study, StudyChange change)
    {
        string plan = Path.Combine(study, StudyPlanFile.Name);
        if (!File.Exists(plan)) return;
        string now = Encoding.UTF8.GetString(SafeOpen.Bytes(plan, FolderOwners.Rule(plan, StudyPlanFile.Largest)));
        if (now != change.After && now != change.Before) return;
        if (now == change.After) AtomicFile.WriteText(plan, change.Before);
        foreach (string file in change.NewFiles) File.Delete(Path.Combine(study, file));
    }

    private static string StagePrefix(LaunchIntent intent) => $".launch-{intent.Id}-";
}
