using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>One piece of work from the moment it gets a device until the device is free again. Safe for any thread.</summary>
internal sealed class Supervision(QueueJob job, string device, TimeProvider time)
{
    private readonly Lock gate = new();
    private ProcessIdentity? process;
    private long? stopAsked;
    private bool killed;
    private bool begun;

    /// <summary>What is worked on.</summary>
    public QueueJob Job => job;

    /// <summary><c>cpu</c> or the GPU's UUID.</summary>
    public string Device => device;

    /// <summary>Who asked for it to stop; null if nobody did.</summary>
    public string? StoppedBy { get; private set; }

    /// <summary>Whether it was ended by force.</summary>
    public bool Killed => killed;

    /// <summary>True for the first who asks: the work is done once only.</summary>
    public bool TryBegin()
    {
        lock (gate) return !begun && (begun = true);
    }

    /// <summary>Its process is this one from now on.</summary>
    public void Runs(ProcessIdentity identity)
    {
        lock (gate)
        {
            process = identity;
            if (StoppedBy is null) return;
            stopAsked = time.GetTimestamp();
        }
        _ = Signals.Terminate(identity);
    }

    /// <summary>Asks it to stop; false if its process is another user's, who alone can end it.</summary>
    public bool Stop(string by)
    {
        lock (gate)
        {
            if (StoppedBy is not null) return true;
            if (process is not null && !Signals.Terminate(process)) return false;
            StoppedBy = by;
            stopAsked = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Whether a process works on it now.</summary>
    public bool HasProcess
    {
        get
        {
            lock (gate) return process?.IsAlive() ?? false;
        }
    }

    /// <summary>Ends it by force once it has had its time.</summary>
    public void KillWhenLate(TimeSpan patience)
    {
        lock (gate)
        {
            if (killed || process is null || stopAsked is not { } asked || time.GetElapsedTime(asked) < patience) return;
            killed = true;
        }
        _ = Signals.Kill(process);
    }
}
