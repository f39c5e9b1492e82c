using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>A job with a device, from when it gets the device until the device is free again. Thread-safe.</summary>
internal sealed class Assignment(QueueJob job, string device, TimeProvider time)
{
    private readonly Lock gate = new();
    private Trainer? process;
    private long? stopAsked;
    private bool killed;
    private long killAsked;
    private bool begun;

    /// <summary>The job.</summary>
    public QueueJob Job => job;

    /// <summary><c>cpu</c>, the GPU's UUID or <c>slurm:PARTITION</c>.</summary>
    public string Device => device;

    /// <summary>The trainer that a terminal started; null for one that the queue started.</summary>
    public TerminalTrainer? Terminal { get; init; }

    /// <summary>Who asked for it to stop; null if nobody did.</summary>
    public string? StoppedBy { get; private set; }

    /// <summary>Whether the stop was a pause, after which the job waits again, rather than an end.</summary>
    public bool Pauses { get; private set; }

    /// <summary>What remains to be saved after the job's end, because the database refused it; null if nothing.</summary>
    public Action? Unfiled { get; set; }

    /// <summary>Whether it was killed.</summary>
    public bool Killed => killed;

    /// <summary>True only for the first caller, so that the job is done only once.</summary>
    public bool TryBegin()
    {
        lock (gate) return !begun && (begun = true);
    }

    /// <summary>Whether it waits for a place on its device, as a job of Slurm does, or has not started yet.</summary>
    public bool Waits
    {
        get
        {
            lock (gate) return process?.Waits ?? true;
        }
    }

    /// <summary>What Slurm says of it; null on this machine.</summary>
    public SlurmPlace? Place
    {
        get
        {
            lock (gate) return process?.Place;
        }
    }

    /// <summary>Sets the process that works on it.</summary>
    public void Runs(Trainer trainer)
    {
        lock (gate)
        {
            process = trainer;
            if (StoppedBy is null) return;
            stopAsked = time.GetTimestamp();
        }
        _ = trainer.Terminate();
    }

    /// <summary>
    /// Asks it to stop. False if its process belongs to another user, who alone can end it, or is not a trainer. If both a stop and a pause
    /// are asked for, the stop wins.
    /// </summary>
    public bool Stop(string by, bool pause = false)
    {
        lock (gate)
        {
            if (StoppedBy is not null)
            {
                if (Pauses && !pause) (StoppedBy, Pauses) = (by, false);
                return true;
            }
            if (process is not null && !process.Terminate()) return false;
            (StoppedBy, Pauses) = (by, pause);
            stopAsked = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Whether a process is working on it.</summary>
    public bool HasProcess
    {
        get
        {
            lock (gate) return process?.IsAlive ?? false;
        }
    }

    /// <summary>Kills it if it has had enough time to end.</summary>
    public void KillWhenLate(TimeSpan patience)
    {
        lock (gate)
        {
            if (killed || process is null or { IsKilledElsewhere: true }) return;
            if (stopAsked is not { } asked || time.GetElapsedTime(asked) < patience) return;
        }
        Kill();
    }

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        lock (gate)
        {
            if (killed || process is null) return;
            killed = true;
            killAsked = time.GetTimestamp();
        }
        process.Kill();
    }

    /// <summary>Whether it was killed so long ago that it will never end: it is stuck in the kernel.</summary>
    public bool IsStuck(TimeSpan patience)
    {
        lock (gate) return killed && time.GetElapsedTime(killAsked) >= patience;
    }
}
