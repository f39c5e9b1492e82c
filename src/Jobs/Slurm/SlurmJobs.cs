using Angioboard.Core;

namespace Angioboard.Jobs.Slurm;

/// <summary>
/// Asks Slurm for this user's jobs, once for all who wait for one of them: every few seconds, and less often while Slurm does not answer.
/// Thread-safe.
/// </summary>
internal sealed class SlurmJobs(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private SlurmAnswer latest = SlurmAnswer.None;
    private Task<SlurmAnswer>? asking;

    /// <summary>The jobs as they were at most a few seconds ago.</summary>
    public Task<SlurmAnswer> LookAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (asking is null or { IsCompleted: true })
            {
                TimeSpan enough = latest.Problem is null ? Fresh : Patience;
                if (latest.Asked != long.MinValue && time.GetElapsedTime(latest.Asked) < enough) return Task.FromResult(latest);
                asking = Task.Run(AskAsync, CancellationToken.None);
            }
            return asking.WaitAsync(cancellation);
        }
    }

    /// <summary>The jobs as they are after this call.</summary>
    public async Task<SlurmAnswer> LookAgainAsync(CancellationToken cancellation)
    {
        long now = time.GetTimestamp();
        while (true)
        {
            SlurmAnswer answer = await LookAsync(cancellation);
            if (answer.Asked >= now) return answer;
            await Task.Delay(Fresh, time, cancellation);
        }
    }

    /// <summary>How a job ended, which <see cref="LookAsync"/> no longer lists or calls over; without a state if nobody knows.</summary>
    /// <exception cref="SlurmSilenceException">Slurm does not answer.</exception>
    public async Task<(SlurmPlace Place, int? ExitCode)> EndAsync(string job, CancellationToken cancellation)
    {
        foreach ((string program, string[] arguments) in new (string, string[])[]
        {
            ("scontrol", ["show", "job", "--oneliner", job]),
            // With accounting, Slurm remembers for longer.
            ("sacct", ["--jobs", job, "--allocations", "--noheader", "--parsable2", "--format", "State,ExitCode,NodeList"]),
        })
        {
            try
            {
                string text = await SlurmCommand.RunAsync(program, arguments, time, cancellation);
                if (program == "sacct") text = FromAccounting(text);
                if (SlurmOutput.End(job, text) is { Place.State: not null } end) return end;
            }
            catch (InputException e) when (e is not SlurmSilenceException || program == "sacct")
            {
                // It does not know the job, or there is no accounting.
            }
        }
        return (new SlurmPlace(job), null);
    }

    /// <summary>Asks Slurm to end a job; one that has ended already is no problem.</summary>
    /// <exception cref="SlurmSilenceException">Slurm does not answer.</exception>
    public async Task CancelAsync(string job, CancellationToken cancellation)
    {
        try
        {
            _ = await SlurmCommand.RunAsync("scancel", [job], time, cancellation);
        }
        catch (InputException e) when (e is not SlurmSilenceException)
        {
            // "Invalid job id specified": there is nothing left to end.
        }
    }

    /// <summary>Sacct's columns in scontrol's form.</summary>
    internal static string FromAccounting(string text) =>
        ErrorWords.FirstLine(text).Split('|') is [{ Length: > 0 } state, { } code, { } nodes, ..]
            // "CANCELLED by 1000"
            ? $"JobState={state.Split(' ')[0]} ExitCode={code} NodeList={nodes}"
            : "";

    private async Task<SlurmAnswer> AskAsync()
    {
        long asked = time.GetTimestamp();
        SlurmAnswer answer;
        try
        {
            IReadOnlyList<(string Name, SlurmPlace Place)> jobs =
                SlurmOutput.Own(await SlurmCommand.RunAsync("squeue", SlurmOutput.OwnArguments, time, CancellationToken.None));
            answer = new SlurmAnswer(
                jobs.GroupBy(job => job.Place.Job).ToDictionary(same => same.Key, same => same.Last().Place),
                jobs.GroupBy(job => job.Name).ToDictionary(same => same.Key, same => same.Last().Place.Job), asked, null);
        }
        catch (InputException e)
        {
            answer = latest with { Asked = asked, Problem = string.Join("; ", e.Problems) };
        }
        lock (gate) latest = answer;
        return answer;
    }
}
