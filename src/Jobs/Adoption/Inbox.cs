using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Adoption;

/// <summary>
/// Adopts runs that terminals announce in the data folder: live if they still train, otherwise with the state in which they ended.
/// Everybody in the group can write there, so nothing in a note is trusted except its owner, which the system gives: see <see
/// cref="Announcement"/>.
/// </summary>
internal sealed partial class Inbox(
    QueueSetup setup, AngioboardOptions options, RunStore runs, RunFeed feed, DatasetStore datasets, Scheduler scheduler,
    TrainingSupervisor training,
    ILogger<Inbox> logger)
{
    // Nobody starts more than this at once. The rest waits for the next look.
    private const int MostAtOnce = 1000;
    private const string Adopting = "Taking in a run that a terminal announced";
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    private static readonly OpenRule NoLink = new();

    private readonly TroubleLog troubles = new(logger);
    private readonly string folder = InboxNote.FolderIn(options.DataFolder);

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using SemaphoreSlim news = new(0);
        using FileSystemWatcher? watcher = Watch(news);
        while (true)
        {
            Trying(Look);
            // The watcher sees nothing on some network file systems.
            await news.WaitAsync(Latest, cancellation);
        }
    }

    /// <summary>Takes the notes that are there.</summary>
    public void Look()
    {
        Directory.CreateDirectory(folder);
        foreach (TrainerFile holder in Holders()) Trying(() => Adopt(holder));
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Take(MostAtOnce).ToArray())
        {
            Trying(() =>
            {
                if (!SafeOpen.Exists(path, NoLink)) Refused(Plain(path), "is no file that can be read");
                else if (InboxNote.Read(path) is not { } note) Refused(Plain(path), "is no announcement of a run");
                else if (!Adopt(note, path)) return;
                File.Delete(path);
            });
        }
    }

    private void Trying(Action adopt)
    {
        try
        {
            adopt();
        }
        catch (Exception e) when (TroubleLog.MayPass(e))
        {
            // Its folder is being moved, or the database's disk is full. The next look tries again.
            troubles.Say(Adopting, e);
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
            // The box's limit on watchers is reached. A look every second is enough.
            watcher.Dispose();
            return null;
        }
    }

    // A run that a terminal resumes is not announced, but it holds its device.
    private IEnumerable<TrainerFile> Holders()
    {
        string devices = Path.Combine(options.DataFolder, "devices");
        if (!Directory.Exists(devices)) yield break;
        foreach (string path in Directory.EnumerateFiles(devices, "*.holder.json").Take(MostAtOnce).ToArray())
        {
            if (TrainerFile.Read(path) is not { } holder) continue;
            if (holder.IsAlive) yield return holder;
            // Only its writer and the folder's owner can replace it, and the next one to take the device may be neither.
            else if (holder.Writer is { } writer && !FolderOwners.IsTrusted(writer)) JsonRecord.Remove(path);
        }
    }

    private void Adopt(TrainerFile holder)
    {
        if (!Path.IsPathFullyQualified(holder.RunFolder) || holder.RunFolder.Contains('\0')) return;
        RunFolder files = new(holder.RunFolder);
        // Adopts the run that holds the device, if it is what it says; otherwise only shows who holds the device.
        if (TrainerFile.Read(files.Trainer) is { IsAlive: true } trainer && trainer.Pid == holder.Pid)
            Adopt(new InboxNote { RunFolder = files.Path, User = holder.User, Pid = holder.Pid, StartTicks = holder.StartTicks,
                BootId = holder.BootId, Writer = holder.Writer }, note: null);
    }

    /// <summary>True when the note is settled; false when its trainer has not written its files yet.</summary>
    private bool Adopt(InboxNote announced, string? note)
    {
        Announcement announcement = Announcement.Of(announced, options, setup.Executable);
        if (announcement.Waits) return false;
        if (announcement.Refusal is { } refusal)
        {
            if (note is not null) Refused(Plain(note), Plain(refusal));
            return true;
        }
        (RunFolder files, bool alive, TrainerFile? trainer) = (announcement.Files, announcement.IsAlive, announcement.Trainer);
        string place = files.Path, id = IdOf(place, announcement.OtherUser);
        // The queue may look at the run for a moment and find that it must wait. Then the note is read again.
        if (scheduler.FindWorking(id) is { } work) return !alive || work.Terminal?.Process == trainer!.Process;
        TerminalTrainer? terminal = alive ? new TerminalTrainer(trainer!.Process, announcement.OtherUser) : null;
        if (terminal is not null && scheduler.WhyNotFollowed(terminal) is { } busy)
        {
            if (note is not null) Refused(Plain(note), Plain($"of {announcement.User} names {place}: {busy}"));
            return true;
        }
        Run? known = runs.Find(id);
        // Its GPU is gone and its trainer hangs: there is nothing left to follow.
        if (known is { Cause: FailureCause.DeviceLost, Ended: { } ended } && trainer?.Since < ended) return true;
        if (known is null || known.Folder != place || (known.Missing && !IsOf(known, files)))
        {
            // A folder that was deleted by hand and created again is another run.
            if (known is not null) runs.Remove(id);
            (Run run, IReadOnlyList<EpochRecord> epochs) = RunImport.FromFolder(place, id, runs.NextKey(), datasets.All());
            run = run with { Owner = announcement.User, FromTerminal = true };
            runs.Import([run], epochs.Select(epoch => (run.Key, epoch)));
            if (runs.Seals.Closed(run) is { } seal) SealFiles.Seal(runs, id, "", seal);
            feed.Publish(new RunChange(RunChangeKind.Added, id, runs.Find(id)));
        }
        else if (alive || WentOn(known, files, trainer, announced))
        {
            scheduler.Withdraw(id);
            // A terminal may have extended it.
            (RunSettings settings, string? fault) = RunImport.Settings(files);
            known = runs.Update(id,
                run => (fault is null ? run with { Settings = settings, SettingsHash = SettingsHash.Of(settings) } : run) with
            {
                // Saved now, so that a dashboard that is killed before it follows the trainer finds an active run at its next start.
                Status = RunStatus.Running, Reason = null, Cause = null,
                FromTerminal = true, Deaths = 0, LastDeath = null, PausedBy = null, Trashed = run.OtherUser is null ? run.Trashed : null,
            });
            if (!alive && known is not null) training.Conclude(known);
        }
        if (terminal is not null) scheduler.Attach(id, null, announcement.User, trainer!.Device, terminal);
        return true;
    }

    // A terminal resumed the run and ended while no dashboard ran: its trainer is the folder's last, and the log is longer than what was
    // saved.
    private static bool WentOn(Run run, RunFolder files, TrainerFile? last, InboxNote note) =>
        (run.Status.IsFinal() || run.Status == RunStatus.Queued)
        && last is not null && (last.Pid, last.StartTicks, last.BootId) == (note.Pid, note.StartTicks, note.BootId)
        && new FileInfo(files.Metrics) is { Exists: true } log && log.Length > run.LogPosition;

    // Somebody can choose a name with the same short hash on purpose. So an id that is taken is never given to another run.
    private string IdOf(string place, uint? other)
    {
        string id = RunIds.Of(place, options.Results);
        if (runs.Find(id) is not { } known || known.Folder == place) return id;
        bool anothers = other is null ? !known.Missing && Directory.Exists(known.Folder) : known.OtherUser != other;
        return anothers ? RunIds.Of(place, options.Results, digits: 32) : id;
    }

    // Names of files and folders can contain anything, and readers of the log take each line for one of the server's own.
    private static string Plain(string text) => ProcessNames.Shorten(text, 400);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A note in the inbox is not believed: {Note} {Reason}.")]
    private partial void Refused(string note, string reason);

    // Its folder was away for a while, and the name, notes and tags that people gave the run must stay with it.
    private static bool IsOf(Run run, RunFolder files) =>
        RunHistory.Of(files.Metrics).Start is { } began && run.Started is { } known && (began - known).Duration() < TimeSpan.FromMinutes(1);
}
