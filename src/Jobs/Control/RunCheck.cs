using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Control;

/// <summary>What a run must be before something is done to it.</summary>
internal sealed class RunCheck(RunStore runs, Scheduler scheduler)
{
    private static readonly TimeSpan LettingGo = TimeSpan.FromSeconds(2);

    /// <summary>The refusal to end a process that is not the dashboard's to end.</summary>
    public static InputException AnothersProcess(Run run) =>
        new($"{run.Title}: its process is another user's of this box, or no trainer of Angioboard's: only who started it can end it");

    /// <exception cref="InputException">There is no such run.</exception>
    public Run Find(string id) => runs.Find(id) ?? throw new InputException($"{id}: there is no such run");

    /// <summary>The run, which neither waits nor works.</summary>
    /// <exception cref="InputException">There is no such run, or it waits, or a trainer works on it.</exception>
    public Run FindIdle(string id)
    {
        Run run = Find(id);
        if (scheduler.Waits(id)) throw new InputException($"{run.Title}: waits for a device; stop it first");
        // A run is seen to have ended a moment before its follower releases the device.
        if (run.Status.IsFinal()) SpinWait.SpinUntil(() => scheduler.FindWorking(id) is null, LettingGo);
        if (scheduler.FindWorking(id) is not null || !run.Status.IsFinal()
            || TrainerFile.Read(new RunFolder(run.Folder).Trainer) is { IsAlive: true })
            throw new InputException($"{run.Title}: a trainer works on it; stop it first");
        return run;
    }

    /// <exception cref="InputException">
    /// The folder is another user's: a trainer of the dashboard would write, with the dashboard's rights, into a folder where that user
    /// can place links.
    /// </exception>
    public static void RequireOwn(Run run)
    {
        if (run.OtherUser is { } user)
            throw new InputException(
                $"{run.Title}: its folder belongs to {SystemUsers.Name(user)}, and only that user can resume it: angioboard resume "
                    + $"{run.Folder}");
    }

    /// <exception cref="InputException">The folder is another user's, in the trash or gone.</exception>
    public static void RequireFolder(Run run)
    {
        RequireOwn(run);
        if (run.Trashed is not null) throw new InputException($"{run.Title}: is deleted; restore it first");
        if (!File.Exists(new RunFolder(run.Folder).Settings)) throw new InputException($"{run.Title}: its folder {run.Folder} is gone");
    }
}
