using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>One piece of work from the moment it gets a device until the device is free again. Safe for any thread.</summary>
internal sealed class Assignment(QueueJob job, string device, TimeProvider time)
{
    private readonly Lock gate = new();
    private TrainerProcess? process;
    private long? stopAsked;
    private bool killed;
    private long killAsked;
    private bool begun;

    /// <summary>What is worked on.</summary>
    public QueueJob Job => job;

    /// <summary><c>cpu</c> or the GPU's UUID.</summary>
    public string Device => device;

    /// <summary>The trainer that a terminal started; null for one of the queue's.</summary>
    public TerminalTrainer? Terminal { get; init; }

    /// <summary>Who asked for it to stop; null if nobody did.</summary>
    public string? StoppedBy { get; private set; }

    /// <summary>Whether whoever asked wants it to wait for its turn again, not to be over.</summary>
    public bool Pauses { get; private set; }

    /// <summary>What is still to be filed of work that is done, which the database would not take yet.</summary>
    public Action? Unfiled { get; set; }

    /// <summary>Whether it was ended by force.</summary>
    public bool Killed => killed;

    /// <summary>True for the first who asks: the work is done once only.</summary>
    public bool TryBegin()
    {
        lock (gate) return !begun && (begun = true);
    }

    /// <summary>Its process is this one from now on.</summary>
    public void Runs(TrainerProcess trainer)
    {
        lock (gate)
        {
            process = trainer;
            if (StoppedBy is null) return;
            stopAsked = time.GetTimestamp();
        }
        _ = Signals.Terminate(trainer);
    }

    /// <summary>Asks it to stop; false if its process is another user's, who alone can end it, or no trainer. Of both wishes, to be over counts.</summary>
    public bool Stop(string by, bool pause = false)
    {
        lock (gate)
        {
            if (StoppedBy is not null)
            {
                if (Pauses && !pause) (StoppedBy, Pauses) = (by, false);
                return true;
            }
            if (process is not null && !Signals.Terminate(process)) return false;
            (StoppedBy, Pauses) = (by, pause);
            stopAsked = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Whether a process works on it now.</summary>
    public bool HasProcess
    {
        get
        {
            lock (gate) return process?.Identity.IsAlive() ?? false;
        }
    }

    /// <summary>Ends it by force once it has had its time.</summary>
    public void KillWhenLate(TimeSpan patience)
    {
        lock (gate)
        {
            if (killed || process is null || stopAsked is not { } asked || time.GetElapsedTime(asked) < patience) return;
        }
        Kill();
    }

    /// <summary>Ends it by force.</summary>
    public void Kill()
    {
        lock (gate)
        {
            if (killed || process is null) return;
            killed = true;
            killAsked = time.GetTimestamp();
        }
        _ = Signals.Kill(process);
    }

    /// <summary>Whether it was to be ended by force so long ago that it never will end: it is stuck in the kernel.</summary>
    public bool IsStuck(TimeSpan patience)
    {
        lock (gate) return killed && time.GetElapsedTime(killAsked) >= patience;
    }
}
