using System.Diagnostics;
using Angioboard.Core.RunFolders;
using Angioboard.EndToEnd;
using Angioboard.Jobs.Leases;

namespace Angioboard.Faults.Kills;

/// <summary>A run that is killed again and again, and followed to its end.</summary>
internal sealed class KilledRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2), Ask = TimeSpan.FromMilliseconds(300),
        Hang = TimeSpan.FromMinutes(2);

    private readonly Box box;
    private readonly Reference reference;
    private readonly KillPlan plan;
    private readonly Random random;
    private readonly RunFolder folder;
    private readonly RunLogWatch watch;
    private readonly List<string> story = [], problems = [];
    private int deaths;
    private bool terminated, fromTerminal;

    private KilledRun(Box box, Reference reference, KillPlan plan, Random random, RunFolder folder)
    {
        (this.box, this.reference, this.plan, this.random, this.folder) = (box, reference, plan, random, folder);
        watch = new RunLogWatch(folder);
    }

    /// <summary>How often it was given up by rule and then resumed by hand.</summary>
    public int GivenUp { get; private set; }

    /// <summary>How often a trainer ended by SIGTERM stayed stopped until it was resumed.</summary>
    public int LeftStopped { get; private set; }

    /// <summary>What happened to it.</summary>
    public IReadOnlyList<string> Story => story;

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Its folder.</summary>
    public string Name => $"{Path.GetFileName(Path.GetDirectoryName(folder.Path))}/{folder.Name}";

    /// <summary>Queues a run, kills it as planned, and lets it finish.</summary>
    public static async Task<KilledRun> RunAsync(
        Box box, RunVariant variant, Reference reference, string study, KillPlan plan, IReadOnlyList<PlannedKill> kills, Random random,
        CancellationToken cancellation)
    {
        KilledRun run = new(box, reference, plan, random, await box.SubmitAsync(variant, study));
        try
        {
            foreach (PlannedKill kill in kills)
            {
                if (!await run.WaitAsync(kill.Phase, cancellation) || !await run.KillAsync(kill, cancellation)) plan.PutBack(kill);
            }
            await run.FinishAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            run.problems.Add(e.Message);
        }
        return run;
    }

    /// <summary>Waits for a moment within the phase. True once it has come or passed, false if the run has ended.</summary>
    private async Task<bool> WaitAsync(RunPhase phase, CancellationToken cancellation)
    {
        RunPhase within = phase == RunPhase.Checkpointing ? RunPhase.Training : phase;
        Stopwatch? since = null;
        TimeSpan delay = TimeSpan.Zero;
        while (await GoesOnAsync(cancellation))
        {
            if (watch.Phase > within) return true;
            if (watch.Phase == within)
            {
                if (since is null) (since, delay) = (Stopwatch.StartNew(), Delay(phase));
                if (since.Elapsed >= delay && (phase != RunPhase.Checkpointing || await CheckpointAsync())) return true;
            }
            await Task.Delay(Look, cancellation);
        }
        return false;
    }

    private TimeSpan Delay(RunPhase phase)
    {
        double left = Math.Clamp(1 - ((double)watch.Epochs / reference.Epochs), 0.05, 1);
        TimeSpan took = reference.Took(phase);
        return phase switch
        {
            RunPhase.Training => took * left * 0.8 * random.NextDouble(),
            RunPhase.Checkpointing => took * left * 0.5 * random.NextDouble(),
            _ => took * 0.7 * random.NextDouble(),
        };
    }

    // A checkpoint is written within milliseconds, so this polls for a moment without a pause.
    private async Task<bool> CheckpointAsync()
    {
        int? pid = watch.Trainer?.Pid;
        return await Task.Run(() =>
        {
            for (Stopwatch spent = Stopwatch.StartNew(); spent.ElapsedMilliseconds < 100;)
            {
                if (!watch.WritesCheckpoint(pid)) continue;
                for (long end = Stopwatch.GetTimestamp()
                    + (long)(Stopwatch.Frequency * 0.001 * random.NextDouble()); Stopwatch.GetTimestamp() < end;) Thread.SpinWait(20);
                return true;
            }
            return false;
        });
    }

    /// <summary>Kills; false if there was nothing to kill.</summary>
    private async Task<bool> KillAsync(PlannedKill kill, CancellationToken cancellation)
    {
        if (watch.Trainer is not { } trainer || !trainer.IsAlive()) return false;
        bool checkpoint = watch.WritesCheckpoint(trainer.Pid);
        RunPhase phase = watch.Phase;
        if (kill.Target != KillTarget.Dashboard) DashboardProcess.Signal(trainer.Pid, kill.Signal);
        if (kill.Target != KillTarget.Trainer) await box.EndAsync(kill.Signal);
        if (kill.Target != KillTarget.Dashboard)
        {
            await EndAsync(trainer, cancellation);
            if (kill.Signal == PlannedKill.Kill)
            {
                // Its files show where it was. After a SIGTERM it continued for a while.
                watch.Look();
                (phase, checkpoint) = (watch.Phase, watch.WritesCheckpoint(trainer.Pid));
            }
            deaths++;
            terminated = kill.Signal == PlannedKill.Terminate;
        }
        if (checkpoint && phase == RunPhase.Training) phase = RunPhase.Checkpointing;
        plan.Hit(kill, phase);
        story.Add(
            $"{PlannedKill.Name(kill.Signal)} to {kill.Target.ToString().ToLowerInvariant()} while "
                + $"{phase.ToString().ToLowerInvariant()}, after {watch.Epochs} epochs");
        if (kill.Target == KillTarget.Trainer) return true;
        await Task.Delay(random.Next(1000), cancellation);
        await box.StartAsync();
        return true;
    }

    private static async Task EndAsync(ProcessIdentity trainer, CancellationToken cancellation)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); trainer.IsAlive(); await Task.Delay(Look, cancellation))
        {
            if (waited.Elapsed > Hang) throw new InvalidOperationException($"the trainer, process {trainer.Pid}, does not end");
        }
    }

    /// <summary>Waits for a trainer; false once the run has finished. A run that was given up is resumed.</summary>
    private async Task<bool> GoesOnAsync(CancellationToken cancellation)
    {
        Stopwatch waited = Stopwatch.StartNew(), asked = Stopwatch.StartNew();
        while (true)
        {
            watch.Look();
            if (watch.Trainer is not null) return true;
            if (watch.Status == "finished") return false;
            if (waited.Elapsed > Hang)
                throw new InvalidOperationException(
                    $"no trainer goes on with it; the dashboard calls it {await box.StatusAsync(folder)}:\n{box.Output}");
            if (asked.Elapsed > Ask)
            {
                await GoOnByHandAsync(await box.StatusAsync(folder), cancellation);
                asked.Restart();
            }
            await Task.Delay(Look, cancellation);
        }
    }

    private async Task GoOnByHandAsync(string status, CancellationToken cancellation)
    {
        watch.Look();
        if (status is not ("failed" or "stopped" or "diverged") || watch.Trainer is not null || watch.Status == "finished") return;
        if (status == "stopped" && (terminated || fromTerminal)) LeftStopped++;
        else if (status == "failed" && (deaths > 1 || fromTerminal)) GivenUp++;
        else throw new InvalidOperationException($"it is {status} after {deaths} deaths of a trainer");
        story.Add($"{status}, so gone on with by hand");
        fromTerminal = true;
        box.Resume(folder);
        for (Stopwatch waited = Stopwatch.StartNew(); watch.Trainer is null; watch.Look())
        {
            if (waited.Elapsed > Hang) throw new InvalidOperationException("`angioboard resume` does not go on with it");
            await Task.Delay(Look, cancellation);
        }
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (await GoesOnAsync(cancellation))
        {
            if (waited.Elapsed > Hang) throw new InvalidOperationException("its trainer does not finish");
            await Task.Delay(10 * Look, cancellation);
        }
        string status = "";
        for (waited.Restart(); waited.Elapsed < TimeSpan.FromSeconds(30)
            && (status = await box.StatusAsync(folder)) != "finished";) await Task.Delay(Ask, cancellation);
        if (status != "finished") problems.Add($"the dashboard calls it {status}");
        problems.AddRange(reference.Differences(folder));
    }
}
