using System.ComponentModel;
using System.Diagnostics;

namespace Angioboard.Core.Devices;

/// <summary>What nvidia-smi printed.</summary>
/// <param name="Text">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="Failure">Why the answer cannot be used, in a line; null if it can.</param>
public sealed record NvidiaSmiAnswer(string Text, string Errors, string? Failure);

/// <summary>
/// Runs nvidia-smi, one at a time. If one hangs in its driver, where it cannot be killed, it is remembered and no other one is started. Not
/// thread-safe.
/// </summary>
public sealed class NvidiaSmi : IDisposable
{
    private const int LongestAnswer = 1 << 20;

    private static readonly TimeSpan Dying = TimeSpan.FromMilliseconds(200);

    private Process? stuck;

    /// <summary>Whether one that was started before still hangs.</summary>
    public bool IsStuck => stuck is { HasExited: false };

    /// <summary>Runs it with <c>--format=csv,noheader,nounits</c> and these arguments; its answer without a unit or a head.</summary>
    /// <exception cref="Win32Exception">It cannot be started; error 2: it is not there.</exception>
    /// <exception cref="InvalidOperationException">It hangs from before, or says too much.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and has been killed.</exception>
    public async Task<NvidiaSmiAnswer> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        if (IsStuck) throw new InvalidOperationException("it hangs in its driver");
        stuck?.Dispose();
        stuck = null;
        ProcessStartInfo start = new("nvidia-smi", [.. arguments, "--format=csv,noheader,nounits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("it did not start");
        try
        {
            process.StandardInput.Close();
            Task<string> errors = ReadAsync(process.StandardError, cancellation), answer = ReadAsync(process.StandardOutput, cancellation);
            // One after the other: a process that says too much must be ended, and until then its errors have no end.
            await answer;
            await errors;
            await process.WaitForExitAsync(cancellation);
            string? failure = process.ExitCode == 0 ? null : FirstLine(await answer) ?? FirstLine(await errors)
                ?? $"it ended with code {process.ExitCode}";
            return new NvidiaSmiAnswer(await answer, await errors, failure);
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>The first line of a text, shortened; null if it is empty.</summary>
    public static string? FirstLine(string text)
    {
        string line = ErrorWords.FirstLine(text);
        return line.Length == 0 ? null : line[..Math.Min(line.Length, 160)];
    }

    /// <inheritdoc/>
    public void Dispose() => stuck?.Dispose();

    private void End(Process process)
    {
        if (!process.HasExited)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException)
            {
                // It has already ended, or cannot be ended: HasExited tells which.
            }
            if (!process.WaitForExit(Dying))
            {
                stuck = process;
                return;
            }
        }
        process.Dispose();
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        char[] text = new char[LongestAnswer];
        int read = await reader.ReadBlockAsync(text, cancellation);
        return read < LongestAnswer ? new string(text, 0, read) : throw new InvalidOperationException("it says more than can be read");
    }
}
