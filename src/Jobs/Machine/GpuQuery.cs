using System.ComponentModel;
using System.Diagnostics;

namespace Angioboard.Jobs.Machine;

/// <summary>
/// Asks nvidia-smi for the GPUs and who computes on them. It may be missing, hang in its driver or say nonsense: the answer then says so.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="longest">How long an answer may take.</param>
internal sealed class GpuQuery(TimeProvider time, TimeSpan longest) : IDisposable
{
    private const int LongestAnswer = 1 << 20;

    private const int NoSuchFile = 2;

    // One that hangs in the driver does not die when killed; asking on would heap them up.
    private Process? stuck;

    /// <summary>The GPUs now; when that takes too long, that it does.</summary>
    public async Task<GpuSurvey> AskAsync(CancellationToken cancellation)
    {
        if (stuck is { HasExited: false }) return Slow;
        stuck?.Dispose();
        stuck = null;
        using CancellationTokenSource limit = new(longest, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            Answer gpus = await RunAsync("gpu", NvidiaSmiOutput.GpuFields, either.Token);
            IReadOnlyList<GpuReading> readings = NvidiaSmiOutput.Gpus(gpus.Text);
            // One that cannot be reached makes some versions fail although they list the others.
            IReadOnlyList<string> lost = NvidiaSmiOutput.Lost(gpus.Text + gpus.Errors);
            if (gpus.Failure is { } failure && (lost.Count == 0 || readings.Count == 0)) return Failed(failure) with { Lost = lost, IsAnswer = NvidiaSmiOutput.ListsNone(gpus.Text) };
            if (readings.Count == 0) return GpuSurvey.Failed($"nvidia-smi lists no GPU{(FirstLine(gpus.Text) is { } said ? $": {said}" : "")}") with { Lost = lost, IsAnswer = NvidiaSmiOutput.ListsNone(gpus.Text) };
            Answer processes = await RunAsync("compute-apps", NvidiaSmiOutput.ProcessFields, either.Token);
            return processes.Failure is { } reason && lost.Count == 0 ? Failed(reason) : new GpuSurvey(readings, NvidiaSmiOutput.Processes(processes.Text)) { Lost = lost };
        }
        catch (Win32Exception e)
        {
            return GpuSurvey.Failed(e.NativeErrorCode == NoSuchFile ? "nvidia-smi is not installed or not on the PATH" : $"nvidia-smi cannot be started: {e.Message.TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Slow;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return Failed(e.Message.TrimEnd('.'));
        }
    }

    private static GpuSurvey Failed(string reason) => GpuSurvey.Failed($"nvidia-smi failed: {reason}");

    /// <inheritdoc/>
    public void Dispose() => stuck?.Dispose();

    private GpuSurvey Slow => GpuSurvey.Failed($"nvidia-smi does not answer within {longest.TotalSeconds:0} s");

    private async Task<Answer> RunAsync(string what, string fields, CancellationToken cancellation)
    {
        ProcessStartInfo start = new("nvidia-smi", [$"--query-{what}={fields}", "--format=csv,noheader,nounits"])
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
            // Not both at once: one that says too much is to be ended, and until then its errors have no end.
            await answer;
            await errors;
            await process.WaitForExitAsync(cancellation);
            string? failure = process.ExitCode == 0 ? null : FirstLine(await answer) ?? FirstLine(await errors) ?? $"it ended with code {process.ExitCode}";
            return new Answer(await answer, await errors, failure);
        }
        finally
        {
            End(process);
        }
    }

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
                // It has ended meanwhile, or is not to be ended: both show in HasExited.
            }
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(200)))
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

    private static string? FirstLine(string text)
    {
        string line = text.Split('\n')[0].Trim().TrimEnd('.');
        return line.Length == 0 ? null : line[..Math.Min(line.Length, 160)];
    }

    private sealed record Answer(string Text, string Errors, string? Failure);
}
