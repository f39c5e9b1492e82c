using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Runs;

/// <summary>Which settings make two runs repetitions of one another.</summary>
public static class SettingsHash
{
    private static readonly string[] Incidental = ["seed", "device", "threads", "checkpoint_minutes"];

    /// <summary>Whether a setting may differ between repetitions.</summary>
    public static bool IsIncidental(string name) => Incidental.Contains(name);

    /// <summary>32 hexadecimal digits over all settings except seed, device, threads and the interval of checkpoints.</summary>
    public static string Of(RunSettings settings)
    {
        JsonObject all = SettingsFile.ToJson(settings);
        foreach (string name in Incidental) all.Remove(name);
        // Runs saved before this setting existed have a hash without it.
        if (settings.Weights == WeightsChoice.Ema) all.Remove("weights");
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(all.ToJsonString())).AsSpan(0, 16));
    }
}
