using Angioboard.Core.Training;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>Adopts runs that terminals announce in the data folder: live where they still train, as they ended where not.</summary>
internal sealed class Inbox(AngioboardOptions options, RunStore runs, RunFeed feed, DatasetStore datasets, Scheduler scheduler)
{
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    private readonly string folder = InboxNote.FolderIn(options.DataFolder);

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using SemaphoreSlim news = new(0);
        using FileSystemWatcher? watcher = Watch(news);
        while (true)
        {
            Look();
            // The watcher sees nothing on some network file systems.
            await news.WaitAsync(Latest, cancellation);
        }
    }

    /// <summary>Takes the notes that lie there.</summary>
    public void Look()
    {
        Directory.CreateDirectory(folder);
        foreach (TrainerFile holder in Holders()) Trying(() => Adopt(holder));
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").ToArray())
        {
            Trying(() =>
            {
                if (InboxNote.Read(path) is not { } note || Adopt(note)) File.Delete(path);
            });
        }
    }

    private static void Trying(Action adopt)
    {
        try
        {
            adopt();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LiteDB.LiteException)
        {
            // Its folder is on its way somewhere, or the database's disk is full: the next look tells.
        }
    }

    private FileSystemWatcher? Watch(SemaphoreSlim news)
    {
        FileSystemWatcher watcher = new(folder, "*.json");
        watcher.Created += (_, _) => news.Release();
        watcher.Renamed += (_, _) => news.Release();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            // The box's limit on watchers is reached: looking each second does as well.
            watcher.Dispose();
            return null;
        }
    }

    // A run that a terminal resumes is not announced, but holds its device.
    private IEnumerable<TrainerFile> Holders()
    {
        string devices = Path.Combine(options.DataFolder, "devices");
        return Directory.Exists(devices)
            ? Directory.EnumerateFiles(devices, "*.holder.json").ToArray().Select(TrainerFile.Read).OfType<TrainerFile>().Where(holder => holder.IsAlive)
            : [];
    }

    private void Adopt(TrainerFile holder)
    {
        RunFolder files = new(holder.RunFolder);
        if (TrainerFile.Read(files.Trainer) is { IsAlive: true } trainer && trainer.Pid == holder.Pid)
            Adopt(new InboxNote { RunFolder = files.Path, User = holder.User, Pid = holder.Pid, StartTicks = holder.StartTicks, BootId = holder.BootId });
    }

    /// <summary>True when the note is done with; false when its trainer has not written its files yet.</summary>
    private bool Adopt(InboxNote note)
    {
        string place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(note.RunFolder));
        if (!Directory.Exists(place)) return true;
        RunFolder files = new(place);
        bool alive = new ProcessIdentity(note.Pid, note.StartTicks, note.BootId).IsAlive();
        TrainerFile? trainer = TrainerFile.Read(files.Trainer);
        if (alive && (trainer is not { IsAlive: true } || !File.Exists(files.Settings))) return false;

        string id = RunIds.Of(place, options.Results);
        if (scheduler.FindWorking(id) is not null) return true;
        Run? known = runs.Find(id);
        // Its GPU is gone, and its trainer stuck: there is nothing to follow any more.
        if (known is { Cause: FailureCause.DeviceLost, Ended: { } ended } && trainer?.Since < ended) return true;
        if (known is null || known.Folder != place || (known.Missing && !IsOf(known, files)))
        {
            // A folder that was deleted by hand and made anew is another run.
            if (known is not null) runs.Remove(id);
            (Run run, IReadOnlyList<EpochRecord> epochs) = RunImport.FromFolder(place, id, runs.NextKey(), datasets.All());
            run = run with { Owner = note.User, FromTerminal = true };
            runs.Import([run], epochs.Select(epoch => (run.Key, epoch)));
            feed.Publish(new RunChange(RunChangeKind.Added, id, run));
        }
        else if (alive)
        {
            scheduler.Withdraw(id);
            // A terminal may have made it longer.
            (RunSettings settings, string? fault) = RunImport.Settings(files);
            runs.Update(id, run => (fault is null ? run with { Settings = settings, SettingsHash = SettingsHash.Of(settings) } : run) with
            {
                FromTerminal = true, Deaths = 0, LastDeath = null, PausedBy = null,
            });
        }
        if (alive) scheduler.Attach(id, null, note.User, trainer!.Device);
        return true;
    }

    // Its folder was away for a while, and what people wrote on the run is to stay with it.
    private static bool IsOf(Run run, RunFolder files) =>
        RunHistory.Of(files.Metrics).Start is { } began && run.Started is { } known && (began - known).Duration() < TimeSpan.FromMinutes(1);
}
