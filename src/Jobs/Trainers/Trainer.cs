using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Trainers;

/// <summary>What works on a run or an evaluation: a process of this machine, or a job of Slurm.</summary>
internal abstract class Trainer : IDisposable
{
    /// <summary>Whether it was started here, so that all that it wrote to its log was seen.</summary>
    public abstract bool IsOwn { get; }

    /// <summary>Whether it has not ended, as far as known without asking.</summary>
    public abstract bool IsAlive { get; }

    /// <summary>Its exit code, once it has ended; null if unknown.</summary>
    public abstract int? ExitCode { get; }

    /// <summary>Bytes of the log before it, if they are known: what the log says there is of an earlier trainer.</summary>
    public virtual long? LogStart => null;

    /// <summary>Whether it waits for a place to work.</summary>
    public virtual bool Waits => false;

    /// <summary>What Slurm says of it; null for a process of this machine.</summary>
    public virtual SlurmPlace? Place => null;

    /// <summary>Whether somebody else kills it when it takes too long to end.</summary>
    public virtual bool IsKilledElsewhere => false;

    /// <summary>How it ended, where neither its log nor its exit code says so; null if there is nothing to say.</summary>
    public virtual TrainerEnd? End => null;

    /// <summary>Whether it has ended.</summary>
    public abstract ValueTask<bool> HasEndedAsync(CancellationToken cancellation);

    /// <summary>Asks it to save its state and end. False if it is not this dashboard's to end.</summary>
    public abstract bool Terminate();

    /// <summary>Ends it at once, if it is this dashboard's to end.</summary>
    public abstract void Kill();

    /// <summary>Releases it; it continues to work.</summary>
    public abstract void Dispose();
}
