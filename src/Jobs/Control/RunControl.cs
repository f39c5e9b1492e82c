using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.SharedBox;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Control;

/// <summary>
/// What people do to runs, from a page, a terminal or an endpoint. Researchers and administrators may do it to anybody's runs. Others get a
/// <see cref="NotAllowedException"/>; what cannot be done is an <see cref="InputException"/> with a line to show.
/// </summary>
public sealed class RunControl
{
    private readonly QueueSetup setup;
    private readonly QueueQuota quota;
    private readonly RunStore runs;
    private readonly RunCheck check;
    private readonly DatasetStore datasets;
    private readonly DatasetVersions versions;
    private readonly DataRoots roots;
    private readonly Scheduler scheduler;
    private readonly Launcher launcher;
    private readonly RunTrash trash;
    private readonly Rights rights;
    private readonly TimeProvider time;

    internal RunControl(
        QueueSetup setup, AngioboardOptions options, RunStore runs, DatasetStore datasets, DatasetVersions versions, DataRoots roots,
        LaunchPaths paths, Scheduler scheduler, RunTrash trash, Rights rights, LaunchIntents launches, LaunchPreflight preflight,
        TimeProvider time)
    {
        (this.setup, this.runs, this.datasets, this.roots, this.scheduler) = (setup, runs, datasets, roots, scheduler);
        (this.versions, this.trash, this.rights, this.time) = (versions, trash, rights, time);
        check = new RunCheck(runs, scheduler);
        quota = new QueueQuota(options, runs, scheduler);
        launcher = new Launcher(new LaunchCheck(setup, options, runs, datasets), paths,
            new RunMaker(options, runs, datasets, versions, scheduler, launches, time), scheduler, preflight, quota);
    }

    /// <summary>The waiting jobs, in the order in which they will start.</summary>
    public IReadOnlyList<QueueEntry> Queue => scheduler.Queue;

    /// <summary>Why nothing starts at all, such as a full disk; null if runs can start.</summary>
    public string? Paused => scheduler.Paused;

    /// <summary>Makes and queues a Train_N for each of the settings.</summary>
    /// <exception cref="InputException">Settings, experiment or data cannot be used; nothing was made.</exception>
    public Task<IReadOnlyList<Run>> LaunchAsync(Actor actor, LaunchRequest request, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(
            actor, Roles.Researcher, AuditActions.RunLaunch, request.Experiment,
            user => launcher.LaunchAsync(request, user, inBrowser: actor.Kind == ActorKind.Account, cancellation),
            runs => (runs.Count == 1 ? runs[0].Id : $"{runs.Count} runs, {runs[0].Id} to {runs[^1].Train}")
                + (request.Dataset is { } dataset ? $" on {dataset}" : "")), cancellation);

    /// <summary>
    /// Removes a queued run from the queue, or ends its trainer: SIGTERM, and SIGKILL after 4 s. Returns as soon as that has started.
    /// </summary>
    /// <exception cref="InputException">It is neither queued nor active.</exception>
    public Task StopAsync(Actor actor, string id, CancellationToken cancellation) => Do(
        actor, AuditActions.RunStop, id, by =>
        {
            Run run = check.Find(id);
            if (scheduler.Withdraw(id))
            {
                runs.Update(id,
                    r => r with { Status = RunStatus.Stopped, Reason = $"taken out of the queue by {by}", PausedBy = null,
                        Ended = time.GetUtcNow() });
                return;
            }
            Assignment work = scheduler.FindWorking(id)
                ?? throw new InputException($"{run.Title}: neither waits nor runs, so there is nothing to stop");
            if (!work.Stop(by)) throw RunCheck.AnothersProcess(run);
            FileIfPossible(id, r => r.Status.IsFinal()
                ? r
                : r with { Status = RunStatus.Stopping, PausedBy = null, Reason = r.PausedBy is null ? r.Reason : null });
        }, cancellation);

    /// <summary>
    /// Holds a queued run back. For an active run, lets its trainer save a checkpoint and end, and holds the run in the queue, where it can
    /// later continue on any free device. Returns as soon as that has started. A run that finishes in the meantime counts as finished.
    /// </summary>
    /// <exception cref="InputException">It is neither queued nor active.</exception>
    public Task PauseAsync(Actor actor, string id, CancellationToken cancellation) => Do(
        actor, AuditActions.RunPause, id, by =>
        {
            Run run = check.Find(id);
            if (scheduler.Hold(id, by))
            {
                runs.Update(id, r => r.Status == RunStatus.Queued ? r with { PausedBy = by, Reason = PauseText.Held(by) } : r);
                return;
            }
            Assignment work = scheduler.FindWorking(id)
                ?? throw new InputException($"{run.Title}: neither waits nor runs, so there is nothing to pause");
            RunCheck.RequireOwn(run);
            if (!work.Stop(by, pause: true)) throw RunCheck.AnothersProcess(run);
            // It may already be on hold in the queue.
            if (work.Pauses)
                FileIfPossible(id, r => r.Status.IsFinal()
                    || r.PausedBy is not null ? r : r with { Status = RunStatus.Stopping, PausedBy = by, Reason = PauseText.Ending(by) });
        }, cancellation);

    /// <summary>Puts a paused run back in line.</summary>
    /// <exception cref="InputException">It is not on hold in the queue.</exception>
    public Task GoOnAsync(Actor actor, string id, CancellationToken cancellation) => Do(
        actor, AuditActions.RunGoOn, id, _ =>
        {
            Run run = check.Find(id);
            if (run.IsPausedBySearch && actor != Actor.Search)
                throw new InputException($"{run.Title}: {Actor.Search.Name} holds it; let its variant go on, on the page of the study");
            if (!scheduler.Hold(id, null))
                throw new InputException(
                    $"{run.Title}: {(run.Status.IsActive() ? "is not paused yet; wait until its trainer has ended" : "is not paused")}");
            runs.Update(id, r => r.Status == RunStatus.Queued ? r with { PausedBy = null, Reason = null } : r);
        }, cancellation);

    /// <summary>Lets a finished run train on until epoch <paramref name="until"/>, counted from 1.</summary>
    /// <exception cref="InputException">It has not finished, its folder is gone, or it has trained that epoch already.</exception>
    public Task ExtendAsync(Actor actor, string id, int until, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(
            actor, Roles.Researcher, AuditActions.RunExtend, id, async user =>
            {
                Run run = check.FindIdle(id);
                RunCheck.RequireFolder(run);
                quota.RequireTurn(actor, user.Name);
                runs.RequireWritable();
                RunSettings longer = await ExtendProcess.DoAsync(setup, new RunFolder(run.Folder), until, user.Name, cancellation);
                QueueAgain(run, user.Name, r => SealFiles.TrainedOn(r, time.GetUtcNow()) with
                {
                    Settings = longer, SettingsHash = SettingsHash.Of(longer),
                });
                return until;
            }, epoch => $"until epoch {epoch}"), cancellation);

    /// <summary>
    /// Called when a trainer waits, such as for space on the disk, or (null) continues. Folders without an active run are ignored.
    /// </summary>
    public void TrainerWaits(string folder, string? reason)
    {
        string place = Path.TrimEndingDirectorySeparator(folder);
        if (runs.All.FirstOrDefault(run => run.Folder == place && run.Status.IsActive()) is not { } run) return;
        RunProgress progress = run.Progress ?? new RunProgress("prepare", 0, run.Settings.Epochs, 0, null, null, null, null, default);
        // In memory only: the database may lie on the same full disk.
        runs.Progress(run.Id, progress with { Paused = reason, Seen = time.GetUtcNow() });
    }

    /// <summary>Lets the trainer end its training after the current step and evaluate the best checkpoint so far.</summary>
    /// <exception cref="InputException">It is not training.</exception>
    public Task FinishEarlyAsync(Actor actor, string id, CancellationToken cancellation) => Do(
        actor, AuditActions.RunFinishEarly, id, by =>
        {
            Run run = check.Find(id);
            if (run.Status != RunStatus.Running) throw new InputException($"{run.Title}: is not training, so it cannot finish early");
            RunCheck.RequireOwn(run);
            AtomicFile.WriteText(new RunFolder(run.Folder).FinishRequest, $"{by}\n");
        }, cancellation);

    /// <summary>Queues a stopped, failed or diverged run again, to continue from its last checkpoint.</summary>
    /// <exception cref="InputException">It has not ended, its folder is gone, or there is nothing left to do.</exception>
    public Task ResumeAsync(Actor actor, string id, CancellationToken cancellation) => Do(
        actor, AuditActions.RunResume, id, by =>
        {
            Run run = check.FindIdle(id);
            if (run.Status == RunStatus.Finished && run.Splits.Count > 0)
                throw new InputException($"{run.Title}: has finished; train it on for more epochs, or clone it with other settings");
            RunCheck.RequireFolder(run);
            quota.RequireTurn(actor, by);
            QueueAgain(run, by, r => r);
        }, cancellation);

    /// <summary>Queues an evaluation of a run's best checkpoint on another registered dataset.</summary>
    /// <exception cref="InputException">There is no checkpoint, or the dataset has other classes.</exception>
    public Task EvaluateOnAsync(Actor actor, string id, string dataset, CancellationToken cancellation) => Do(
        actor, AuditActions.RunEvaluate, id, by =>
        {
            Run run = check.FindIdle(id);
            quota.RequireTurn(actor, by);
            Dataset on = datasets.Find(dataset) ?? throw new InputException($"dataset: {LaunchRules.Unregistered(dataset)}");
            RunCheck.RequireFolder(run);
            RunFolder folder = new(run.Folder);
            if (folder.BestCheckpoint is null && !File.Exists(folder.LastCheckpoint))
                throw new InputException($"{run.Title}: has no checkpoint to evaluate");
            IReadOnlyList<string> classes = SettingsRules.Resolve(run.Settings).ClassNames!;
            if (!on.ClassNames.SequenceEqual(classes))
                throw new InputException(
                    $"{dataset}: its classes are {string.Join(", ", on.ClassNames)}, and the run's are "
                        + $"{string.Join(", ", classes)}; choose a dataset of the same classes");
            if (DatasetState.Of(on, roots).Problem is { } away) throw new InputException($"{dataset}: {away}");
            string job = QueueJob.KeyOf(id, dataset);
            if (scheduler.Waits(job) || scheduler.FindWorking(job) is not null)
                throw new InputException($"{run.Title}: is being evaluated on {dataset} already");
            if (runs.Seals.Closed(dataset, on.Split, versions.Fingerprints(on)) is { } seal)
                SealFiles.Seal(runs, id, EvaluationNames.Folder(dataset), seal);
            SetEvaluation(id, dataset, new OtherEvaluation(RunStatus.Queued, null, by));
            scheduler.Enqueue(id, dataset, by, run.Settings.Device);
        }, cancellation, dataset);

    /// <summary>Removes an evaluation from the queue, or ends it.</summary>
    /// <exception cref="InputException">It is neither queued nor active.</exception>
    public Task StopEvaluationAsync(Actor actor, string id, string dataset, CancellationToken cancellation) => Do(
        actor, AuditActions.RunStopEvaluation, id, by =>
        {
            Run run = check.Find(id);
            string job = QueueJob.KeyOf(id, dataset);
            if (scheduler.Withdraw(job))
            {
                SetEvaluation(id, dataset,
                    new OtherEvaluation(RunStatus.Stopped, null, run.Evaluations.GetValueOrDefault(dataset)?.By ?? by));
                return;
            }
            Assignment work = scheduler.FindWorking(job) ?? throw new InputException($"{run.Title}: is not being evaluated on {dataset}");
            _ = work.Stop(by);
        }, cancellation, dataset);

    /// <summary>Moves a run's folder to the trash; retention removes it later. Queued and active runs are refused.</summary>
    /// <exception cref="InputException">It is queued or active, or its folder cannot be moved.</exception>
    public Task DeleteAsync(Actor actor, string id, CancellationToken cancellation) => Do(
        actor, AuditActions.RunDelete, id, _ =>
        {
            Run run = check.FindIdle(id);
            if (run.Trashed is not null) return;
            if (run.Evaluations.Keys.Select(name => QueueJob.KeyOf(id, name))
                .Any(job => scheduler.Waits(job) || scheduler.FindWorking(job) is not null))
                throw new InputException($"{run.Title}: is being evaluated on another dataset; stop that first");
            // No launch may look for a free number while a folder is being moved.
            lock (scheduler.Intake) trash.Put(run);
        }, cancellation);

    /// <summary>Brings a deleted run back.</summary>
    /// <exception cref="InputException">It is not in the trash, or no longer.</exception>
    public Task RestoreAsync(Actor actor, string id, CancellationToken cancellation) => Do(
        actor, AuditActions.RunRestore, id, _ =>
        {
            lock (scheduler.Intake) trash.TakeBack(id);
        }, cancellation);

    /// <summary>Moves an entry up (negative) or down among its owner's entries; administrators may also move other people's.</summary>
    /// <exception cref="InputException">It no longer waits, or belongs to somebody else.</exception>
    public void Move(Actor actor, string jobId, int places) => rights.Do(
        actor, Roles.Researcher, AuditActions.RunMove, jobId, user =>
        {
            if (user.Role != Roles.Administrator && scheduler.OwnerOf(jobId) is { } owner && owner != user.Name)
                throw rights.Refusal(actor, AuditActions.RunMove, jobId,
                    $"This is {owner}'s, so nothing was done; they or an administrator can move it");
            if (!scheduler.Move(jobId, places)) throw new InputException("This is no longer in the queue.");
        });

    private Task Do(Actor actor, string action, string id, Action<string> act, CancellationToken cancellation, string? detail = null) =>
        Task.Run(() => rights.Do(actor, Roles.Researcher, action, id, user => act(user.Name), detail), cancellation);

    private void QueueAgain(Run run, string by, Func<Run, Run> change)
    {
        File.Delete(new RunFolder(run.Folder).FinishRequest);
        runs.Update(run.Id, r => change(r) with
        {
            Status = RunStatus.Queued,
            Reason = null,
            Cause = null,
            PausedBy = null,
            Ended = null,
            Deaths = 0,
            LastDeath = null,
            FromTerminal = false,
            Trashed = null,
        });
        scheduler.Enqueue(run.Id, null, by, run.Settings.Device);
    }

    /// <summary>Saves what can be saved now about a trainer's end. The trainer ends in any case, and its follower saves how.</summary>
    private void FileIfPossible(string id, Func<Run, Run> change)
    {
        try
        {
            runs.Update(id, change);
        }
        catch (DatabaseTroubleException)
        {
            // The trainer has been signalled, which is what was asked for.
        }
    }

    private void SetEvaluation(string id, string dataset, OtherEvaluation evaluation) => runs.Update(id, run => run with
    {
        Evaluations = new Dictionary<string, OtherEvaluation>(run.Evaluations) { [dataset] = evaluation },
    });
}
