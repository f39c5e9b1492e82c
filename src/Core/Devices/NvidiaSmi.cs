using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Angioboard.Core.Devices;

/// <summary>Asks nvidia-smi for a card's use.</summary>
internal static class NvidiaSmi
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    /// <summary>Memory and use of the card with this UUID or number; empty where nvidia-smi is missing, slow or says something else.</summary>
    public static async Task<Dictionary<string, double>> Query(string gpu, CancellationToken cancellation)
    {
        ProcessStartInfo start = new("nvidia-smi",
            [$"--id={gpu}", "--query-gpu=memory.used,memory.free,memory.total,utilization.gpu", "--format=csv,noheader,nounits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process? process = Process.Start(start);
            if (process is null) return [];
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Longest);
            try
            {
                string text = await process.StandardOutput.ReadToEndAsync(limit.Token);
                return Parse(text);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                cancellation.ThrowIfCancellationRequested();
                return [];
            }
        }
        catch (Win32Exception)
        {
            return []; // not installed
        }
    }

    /// <summary>Mebibytes and percent in a line, as the card's values.</summary>
    internal static Dictionary<string, double> Parse(string text)
    {
        double?[] v = [.. text.Split('\n')[0].Split(',')
            .Select(field => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : (double?)null)];
        if (v.Length != 4 || v.Any(number => number is null)) return [];
        const double gigabytes = 1048576 / 1e9;
        return new()
        {
            ["memory-used-GB/gpu"] = v[0]!.Value * gigabytes,
            ["memory-free-GB/gpu"] = v[1]!.Value * gigabytes,
            ["memory-percent/gpu"] = 100 * v[0]!.Value / v[2]!.Value,
            ["percent-usage/gpu"] = v[3]!.Value,
        };
    }
}
