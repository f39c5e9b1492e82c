using System.ComponentModel;
using Angioboard.Core;
using Angioboard.Core.Devices;

namespace Angioboard.Jobs.Machine;

/// <summary>
/// Asks nvidia-smi for the GPUs and the processes on them. If it is missing, hangs in its driver or returns nonsense, the answer says so.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="longest">The longest time to wait for an answer.</param>
internal sealed class GpuQuery(TimeProvider time, TimeSpan longest) : IDisposable
{
    private const int NoSuchFile = 2;

    private readonly NvidiaSmi smi = new();

    /// <summary>The GPUs now; if that takes too long, an answer that says so.</summary>
    public async Task<GpuSurvey> AskAsync(CancellationToken cancellation)
    {
        if (smi.IsStuck) return Slow;
        using CancellationTokenSource limit = new(longest, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            NvidiaSmiAnswer gpus = await RunAsync("gpu", NvidiaSmiOutput.GpuFields, either.Token);
            IReadOnlyList<GpuReading> readings = NvidiaSmiOutput.Gpus(gpus.Text);
            // If one GPU cannot be reached, some versions fail although they list the others.
            IReadOnlyList<string> lost = NvidiaSmiOutput.Lost(gpus.Text + gpus.Errors);
            if (gpus.Failure is { } failure && (lost.Count == 0 || readings.Count == 0))
                return Failed(failure) with { Lost = lost, IsAnswer = NvidiaSmiOutput.ListsNone(gpus.Text) };
            if (readings.Count == 0)
                return GpuSurvey.Failed(
                    $"nvidia-smi lists no GPU{(NvidiaSmi.FirstLine(gpus.Text) is { } said ? $": {said}" : "")}") with { Lost = lost,
                        IsAnswer = NvidiaSmiOutput.ListsNone(gpus.Text) };
            NvidiaSmiAnswer processes = await RunAsync("compute-apps", NvidiaSmiOutput.ProcessFields, either.Token);
            return processes.Failure is { } reason && lost.Count == 0
                ? Failed(reason)
                : new GpuSurvey(readings, NvidiaSmiOutput.Processes(processes.Text)) { Lost = lost };
        }
        catch (Win32Exception e)
        {
            return GpuSurvey.Failed(e.NativeErrorCode == NoSuchFile
                ? "nvidia-smi is not installed or not on the PATH"
                : $"nvidia-smi cannot be started: {ErrorWords.Of(e)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Slow;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return Failed(ErrorWords.Of(e));
        }
    }

    private static GpuSurvey Failed(string reason) => GpuSurvey.Failed($"nvidia-smi failed: {reason}");

    /// <inheritdoc/>
    public void Dispose() => smi.Dispose();

    private GpuSurvey Slow => GpuSurvey.Failed($"nvidia-smi does not answer within {longest.TotalSeconds:0} s");

    private Task<NvidiaSmiAnswer> RunAsync(string what, string fields, CancellationToken cancellation) =>
        smi.RunAsync([$"--query-{what}={fields}"], cancellation);
}
