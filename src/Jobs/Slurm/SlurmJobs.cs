using Angioboard.Core;

namespace Angioboard.Jobs.Slurm;

/// <summary>
/// Asks Slurm for this user's jobs, once for all who wait for one of them: every few seconds, and less often while Slurm does not answer.
/// Thread-safe.
/// </summary>
internal sealed class SlurmJobs(TimeProvider time)
{
    private const string Unknown = "Invalid job id";

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

    /// <summary>How a job ended, which <see cref="LookAsync"/> no longer lists or calls over; without a state if nobody knows.</summary>
    /// <exception cref="SlurmSilenceException">Slurm does not answer.</exception>
    public async Task<(SlurmPlace Place, int? ExitCode)> EndAsync(string job, string name,
        CancellationToken cancellation)
    {
        foreach ((string program, string[] arguments) in new (string, string[])[]
        {
            ("scontrol", ["show", "job", "--oneliner", job]),
            // With accounting, Slurm remembers for longer.
            ("sacct", ["--jobs", job, "--allocations", "--noheader", "--parsable2", "--format", "State,ExitCode,NodeList,JobName%128"]),
        })
        {
            try
            {
                string text = await SlurmCommand.RunAsync(program, arguments, time, cancellation);
                if (program == "sacct") text = FromAccounting(text);
                // Numbers begin again when a controller has lost its state.
                if (SlurmOutput.End(job, text) is { Place.State: not null } end && SlurmOutput.Name(text) == name) return end;
            }
            catch (InputException e) when (program == "sacct" || e.Message.Contains(Unknown, StringComparison.OrdinalIgnoreCase))
            {
                // It does not know the job, or there is no accounting.
            }
            catch (InputException e) when (e is not SlurmSilenceException)
            {
                throw new SlurmSilenceException(e.Problems[0], e);
            }
        }
        return (new SlurmPlace(job), null);
    }

    /// <summary>Asks Slurm to end the job of this name; one that has ended already is no problem.</summary>
    /// <exception cref="SlurmSilenceException">Slurm does not answer.</exception>
    public async Task CancelAsync(string name, CancellationToken cancellation)
    {
        try
        {
            _ = await SlurmCommand.RunAsync("scancel", ["--me", $"--name={name}"], time, cancellation);
        }
        catch (InputException e) when (e is not SlurmSilenceException)
        {
            throw new SlurmSilenceException(e.Problems[0], e);
        }
    }

    /// <summary>Sacct's columns in scontrol's form.</summary>
    internal static string FromAccounting(string text) =>
        ErrorWords.FirstLine(text).Split('|') is [{ Length: > 0 } state, { } code, { } nodes, .. { } more]
            // "CANCELLED by 1000"
            ? $"JobState={state.Split(' ')[0]} ExitCode={code} NodeList={nodes}{(more is [{ } name, ..] ? $" JobName={name}" : "")}"
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
