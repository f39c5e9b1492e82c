using System.ComponentModel;
using System.Diagnostics;
using Angioboard.Core;

namespace Angioboard.Jobs.Slurm;

/// <summary>Runs one of Slurm's commands and returns what it prints.</summary>
internal static class SlurmCommand
{
    private const int NoSuchFile = 2, LongestAnswer = 1 << 24;

    /// <summary>The variables by which Slurm's commands find their cluster.</summary>
    public static IReadOnlyList<string> Kept { get; } = ["SLURM_CONF", "SLURM_CLUSTERS"];

    // Others, such as SBATCH_ACCOUNT or SQUEUE_STATES, would change what is asked or submitted here.
    private static readonly string[] Taken =
        ["SBATCH_", "SQUEUE_", "SCANCEL_", "SACCT_", "SINFO_", "SCONTROL_", "SRUN_", "SALLOC_", "SLURM_"];

    /// <summary>How long an answer may take. A controller that is down is waited for up to that long by Slurm's own commands.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(10);

    // What Slurm's commands say when they do not reach the controller, rather than that it refuses.
    private static readonly string[] Silences =
    [
        "Unable to contact slurm controller", "Socket timed out", "controller not responding", "in standby mode", "Connection refused",
        "Connection reset", "Connection timed out", "Zero Bytes were transmitted", "Communication connection failure",
        "Transport endpoint is not connected", "Resource temporarily unavailable", "Plugin initialization failed", "munged",
    ];

    /// <summary>Runs it.</summary>
    /// <param name="program">The command: <c>squeue</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="limit">Takes away what it need not know of this process's environment.</param>
    /// <param name="longest">How long it may take; null for <see cref="Longest"/>.</param>
    /// <param name="accepted">An exit code with which it has also done what it should, if it printed something.</param>
    /// <exception cref="SlurmSilenceException">It does not answer in time, or does not reach the controller.</exception>
    /// <exception cref="InputException">It is not there or fails: Slurm's own words.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeProvider time,
        CancellationToken cancellation, string? input = null, Action<ProcessStartInfo>? limit = null, TimeSpan? longest = null,
        int accepted = 0)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        string[] taken = [.. start.Environment.Keys.Where(name => !Kept.Contains(name)
            && Taken.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)))];
        foreach (string name in taken) start.Environment.Remove(name);
        limit?.Invoke(start);
        // Times are printed in the local zone, without naming it.
        start.Environment["TZ"] = "UTC";
        start.Environment["SLURM_TIME_FORMAT"] = "standard";
        TimeSpan patience = longest ?? Longest;
        using CancellationTokenSource late = new(patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        Process? process = null;
        try
        {
            process = Process.Start(start) ?? throw new InputException($"{program} did not start");
            if (input is not null) await process.StandardInput.WriteAsync(input.AsMemory(), either.Token);
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(either.Token);
            char[] text = new char[LongestAnswer];
            int read = await process.StandardOutput.ReadBlockAsync(text, either.Token);
            if (read == LongestAnswer) throw new InputException($"{program} says more than can be read");
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode == 0 || (process.ExitCode == accepted && read > 0)) return new string(text, 0, read);
            string words = await errors, said = ErrorWords.FirstLine(words);
            string problem = $"{program} failed: {(said.Length > 0 ? said : $"it ended with code {process.ExitCode}")}";
            throw Silences.Any(silence => words.Contains(silence, StringComparison.OrdinalIgnoreCase))
                ? new SlurmSilenceException(problem)
                : new InputException(problem);
        }
        catch (Win32Exception e)
        {
            throw new InputException(e.NativeErrorCode == NoSuchFile
                ? $"{program} is not installed or not on the PATH"
                : $"{program} cannot be started: {ErrorWords.Of(e)}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new SlurmSilenceException($"{program} does not answer within {patience.TotalSeconds:0} s", e);
        }
        finally
        {
            if (process is { HasExited: false }) process.Kill(entireProcessTree: true);
            process?.Dispose();
        }
    }
}
