using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Clocks;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Trainers;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Adoption;

/// <summary>
/// What a dashboard does at its start with the runs of an earlier one: attaches to them, queues them again, imports them.
/// </summary>
internal sealed partial class Recovery(
    QueueSetup setup, AngioboardOptions options, RunStore runs, DatasetStore datasets, Scheduler scheduler, TrainingSupervisor training,
    TrainerSource trainers, RunEndings endings,
    RunTrash trash, LaunchIntents launches,
    SteadyClock clock, ILogger<Recovery> logger)
{
    private const string Settling = "Settling what a launch or a deletion that was cut short has left";
    private readonly TroubleLog troubles = new(logger);

    /// <summary>Adds the runs in the results folder and in its trash that the store does not know.</summary>
    public void Import(CancellationToken cancellation)
    {
        IReadOnlyList<Dataset> known = datasets.All();
        LookWhose();
        TakeSeals();
        Settle();
        (string Folder, string Id, DateTimeOffset? Trashed)[] unknown =
        [
            .. RunImport.Folders(options.Results).Select(folder => (folder, RunIds.Of(folder, options.Results), (DateTimeOffset?)null)),
            // Runs of a database that was lost, or folders whose run was never saved.
            .. Trash.Folders(options.Results)
                .Select(deleted => (deleted.Folder, RunIds.Of(deleted.Original, options.Results), (DateTimeOffset?)clock.Now)),
        ];
        unknown = [.. unknown.DistinctBy(folder => folder.Id).Where(folder => runs.Find(folder.Id) is null)];
        if (unknown.Length == 0) return;
        (Run Run, IReadOnlyList<EpochRecord> Epochs)[] found =
        [
            .. unknown.AsParallel().WithCancellation(cancellation).Select(folder =>
            {
                (Run run, IReadOnlyList<EpochRecord> epochs) = RunImport.FromFolder(folder.Folder, folder.Id, runs.NextKey(), known);
                return (run with { Trashed = folder.Trashed }, epochs);
            }),
        ];
        runs.Import([.. found.Select(f => f.Run)], found.SelectMany(f => f.Epochs.Select(epoch => (f.Run.Key, epoch))));
        Found(found.Length, options.Results);
    }

    /// <summary>Completes or undoes what was interrupted between folders and database.</summary>
    public void Settle()
    {
        try
        {
            launches.Settle();
            trash.Settle();
            troubles.Worked(Settling);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException and not DatabaseTroubleException)
        {
            // The results folder is not there, or cannot be written to. The next start, or the next time that the database is back,
            // settles it.
            troubles.Say(Settling, e);
        }
    }

    // Older versions did not save who owns the folders of runs from terminals.
    private void LookWhose()
    {
        RunImport.TrustOwners(options.DataFolder, options.Results);
        foreach (Run run in runs.All.Where(run => run is { OtherUser: null, FromTerminal: true }))
            if (RunImport.OtherUser(run.Folder) is { } user) runs.Update(run.Id, r => r with { OtherUser = user });
    }

    // A database from a backup may be older than a seal, and must not show what that hides. What a damaged file says may be known by now.
    private void TakeSeals()
    {
        foreach (Run run in runs.All)
        {
            if (RunResults.Seals(run).Any(seal => run.Seals.GetValueOrDefault(seal.Key)?.Dataset != seal.Value.Dataset
                || !run.Seals.ContainsKey(seal.Key)))
                runs.Update(run.Id, r => r with { Seals = RunResults.Seals(r) });
        }
    }

    /// <summary>Attaches to living trainers, settles runs that have ended, and queues the others at the front of the queue.</summary>
    public void TakeUp()
    {
        foreach (Run run in runs.All.OrderByDescending(run => run.Created))
        {
            if (!run.Status.IsFinal() && scheduler.FindWorking(run.Id) is null) TakeUp(run);
            foreach ((string dataset, OtherEvaluation evaluation) in run.Evaluations)
            {
                if (!evaluation.Status.IsFinal() && scheduler.FindWorking(QueueJob.KeyOf(run.Id, dataset)) is null)
                    TakeUp(run, dataset, evaluation);
            }
        }
    }

    private void TakeUp(Run run)
    {
        TrainerFile? trainer = TrainerFile.Read(new RunFolder(run.Folder).Trainer) is { IsAlive: true } alive ? alive : null;
        TerminalTrainer? terminal = trainer is not null && run.FromTerminal ? new TerminalTrainer(trainer.Process, run.OtherUser) : null;
        bool believed = run.OtherUser is null
            || (terminal is not null && Announcement.IsTrainer(trainer!, setup.Executable) && scheduler.WhyNotFollowed(terminal) is null);
        FoundTrainer? found = trainers.Find(new RunFolder(run.Folder), run);
        found?.Trainer.Dispose();
        if (found is { Trainer: SlurmTrainer })
        {
            Attach(run, found.Device, terminal: null);
        }
        else if (trainer is not null && believed)
        {
            Attach(run, trainer.Device, terminal);
        }
        else if (scheduler.Waits(run.Id) || training.Conclude(run)) return;
        else if (run.PausedBy is { } by)
        {
            endings.Hold(run, by, PauseText.Held(by));
        }
        else
        {
            bool began = run.Status != RunStatus.Queued;
            runs.Update(run.Id,
                r => r with { Status = RunStatus.Queued, Reason = began
                    ? "its trainer ended while no dashboard was running: it continues from its last checkpoint"
                    : null, Progress = null });
            scheduler.Enqueue(run.Id, null, run.Owner, run.Settings.Device, front: true);
        }
    }

    private void Attach(Run run, string device, TerminalTrainer? terminal)
    {
        scheduler.Attach(run.Id, null, run.Owner, device, terminal);
        if (run.Status == RunStatus.Stopping)
            _ = scheduler.FindWorking(run.Id)?.Stop(run.PausedBy ?? run.Owner, pause: run.PausedBy is not null);
    }

    private void TakeUp(Run run, string dataset, OtherEvaluation evaluation)
    {
        if (trainers.Find(EvaluationSupervisor.Files(new RunFolder(run.Folder), dataset), run) is { } alive)
        {
            alive.Trainer.Dispose();
            scheduler.Attach(run.Id, dataset, evaluation.By, alive.Device, terminal: null);
        }
        else scheduler.Enqueue(run.Id, dataset, evaluation.By, run.Settings.Device, front: true);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} runs in {Results} that the database did not know are taken into it.")]
    private partial void Found(int count, string results);
}
