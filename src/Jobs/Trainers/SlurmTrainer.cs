using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Trainers;

/// <summary>
/// A trainer in a job of Slurm, which is known by its name. What Slurm does not answer is asked again; until it answers, the job counts as
/// alive.
/// </summary>
internal sealed class SlurmTrainer(SlurmJobs jobs, RunFolder place, SlurmRecord record, TimeProvider time) : Trainer
{
    // sbatch may have been too slow for us, and may still be in time for Slurm.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5), LateSubmission = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource released = new();
    private readonly long since = time.GetTimestamp();
    private SlurmRecord known = record;
    private SlurmPlace seen = new(record.Job ?? "");
    private int? exitCode;
    private bool over;
    private bool cancelled;

    /// <summary>The setting <c>device</c> of its run.</summary>
    public string Device => known.Device;

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset Submitted => known.Submitted;

    /// <inheritdoc/>
    public override bool IsOwn => false;

    /// <inheritdoc/>
    public override long? LogStart => known.LogLength;

    /// <inheritdoc/>
    public override bool IsAlive => !over;

    /// <inheritdoc/>
    public override int? ExitCode => exitCode;

    /// <inheritdoc/>
    public override bool Waits => !over && Seen.Waits;

    /// <inheritdoc/>
    public override SlurmPlace? Place => Seen;

    /// <summary>Slurm kills what a cancelled job leaves, after its KillWait.</summary>
    public override bool IsKilledElsewhere => true;

    /// <inheritdoc/>
    public override TrainerEnd? End => over ? Judge() : null;

    private SlurmPlace Seen => Volatile.Read(ref seen);

    /// <inheritdoc/>
    public override async ValueTask<bool> HasEndedAsync(CancellationToken cancellation)
    {
        if (over) return true;
        SlurmAnswer answer = await jobs.LookAsync(cancellation);
        if (answer.Problem is not null || answer.Asked < since)
        {
            Volatile.Write(ref seen, Seen with { Problem = answer.Problem });
            return false;
        }
        if (answer.Names.GetValueOrDefault(known.Name) is { } number)
        {
            Learn(number);
            Volatile.Write(ref seen, answer.Places[number]);
            if (!Seen.IsOver) return false;
        }
        else if (known.Job is null && time.GetElapsedTime(since, answer.Asked) < LateSubmission)
        {
            return false;
        }
        try
        {
            (SlurmPlace end, exitCode) = known.Job is { } job
                ? await jobs.EndAsync(job, known.Name, cancellation)
                : (new SlurmPlace(""), null);
            // A job that was put back into the queue in the meantime.
            if (end is { State: not null, IsOver: false }) return false;
            Volatile.Write(ref seen, end with { State = end.State ?? Seen.State, Node = end.Node ?? Seen.Node, Start = Seen.Start });
        }
        catch (SlurmSilenceException e)
        {
            Volatile.Write(ref seen, Seen with { Problem = e.Problems[0] });
            return false;
        }
        (known with { Ended = time.GetUtcNow() }).Write(place);
        return over = true;
    }

    private void Learn(string number)
    {
        if (known.Job == number) return;
        known = known with { Job = number };
        known.Write(place);
    }

    /// <summary>Cancels the job: Slurm sends SIGTERM, and SIGKILL later. Asks until Slurm answers.</summary>
    public override bool Terminate()
    {
        if (Interlocked.Exchange(ref cancelled, true)) return true;
        _ = CancelAsync();
        return true;
    }

    /// <inheritdoc/>
    public override void Kill() => Terminate();

    /// <inheritdoc/>
    public override void Dispose()
    {
        released.Cancel();
        released.Dispose();
    }

    private async Task CancelAsync()
    {
        CancellationToken cancellation = released.Token;
        try
        {
            while (!over)
            {
                try
                {
                    await jobs.CancelAsync(known.Name, cancellation);
                    // A job that is still being submitted is cancelled once it is there.
                    if (known.Job is not null) return;
                    await Task.Delay(Again, time, cancellation);
                }
                catch (SlurmSilenceException)
                {
                    await Task.Delay(Again, time, cancellation);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It has ended, or the dashboard ends and the next one asks.
        }
    }

    private TrainerEnd? Judge() => (exitCode, Seen.State) switch
    {
        (Leases.ExitCode.FolderUnseen, _) => new(TrainerEndKind.Failed,
            $"{Node} does not see {place.Path}: results, data and data folder must be shared with all nodes at the same path"),
        (Leases.ExitCode.ProgramUnseen, _) => new(TrainerEndKind.Failed,
            $"{Node} does not see the program that trains: install Angioboard at the same path on all nodes, or on the shared disk"),
        (null, null) when known.Job is null => new(TrainerEndKind.TakenAway, "Slurm did not take it: it is submitted again"),
        (_, "CANCELLED") when !cancelled => new(TrainerEndKind.Stopped, $"job {known.Job} was cancelled in Slurm, not from here"),
        (_, "NODE_FAIL" or "BOOT_FAIL" or "PREEMPTED" or "REVOKED") => new(TrainerEndKind.TakenAway,
            $"Slurm took {Node} away ({Seen.State}): it is submitted again"),
        (_, "OUT_OF_MEMORY") => new(TrainerEndKind.Died,
            $"Slurm, as job {known.Job} used more memory than it had asked for (--mem in Angioboard:Slurm:Options)"),
        (_, "TIMEOUT" or "DEADLINE") => new(TrainerEndKind.Died, $"Slurm's time limit ({Seen.State}), before it could save its state"),
        (null, null) => new(TrainerEndKind.Died, $"an unknown cause: Slurm no longer knows job {known.Job}"),
        _ => null,
    };

    private string Node => Seen.Node is { } node ? $"node {node}" : "the node";
}
