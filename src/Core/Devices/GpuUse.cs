using System.ComponentModel;
using System.Globalization;

namespace Angioboard.Core.Devices;

/// <summary>Memory and use of one GPU, under mednet's names.</summary>
internal sealed class GpuUse(string gpu) : IDisposable
{
    private const double GigabytesPerMebibyte = 1048576 / 1e9;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private readonly NvidiaSmi smi = new();

    /// <summary>
    /// The values now, of the GPU with this UUID or number; empty where nvidia-smi is missing, slow or says something else.
    /// </summary>
    public async Task<Dictionary<string, double>> ReadAsync(CancellationToken cancellation)
    {
        if (smi.IsStuck) return [];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            return Parse(
                (await smi.RunAsync([$"--id={gpu}", "--query-gpu=memory.used,memory.free,memory.total,utilization.gpu"],
                    limit.Token)).Text);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return []; // Not installed, or of no use.
        }
    }

    /// <summary>Mebibytes and percent in a line, as the GPU's values.</summary>
    internal static Dictionary<string, double> Parse(string text)
    {
        double?[] v = [.. text.Split('\n')[0].Split(',')
            .Select(field => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number
                : (double?)null)];
        if (v.Length != 4 || v.Any(number => number is null)) return [];
        return new()
        {
            ["memory-used-GB/gpu"] = v[0]!.Value * GigabytesPerMebibyte,
            ["memory-free-GB/gpu"] = v[1]!.Value * GigabytesPerMebibyte,
            ["memory-percent/gpu"] = 100 * v[0]!.Value / v[2]!.Value,
            ["percent-usage/gpu"] = v[3]!.Value,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => smi.Dispose();
}
