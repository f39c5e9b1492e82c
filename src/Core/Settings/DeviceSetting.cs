using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Core.Settings;

/// <summary>The values of the setting <c>device</c>. Leases and lists of devices call the CPU by the same name.</summary>
public static partial class DeviceSetting
{
    /// <summary>Any GPU; the CPU if there is none.</summary>
    public const string Auto = "auto";

    /// <summary>The CPU.</summary>
    public const string Cpu = "cpu";

    /// <summary>Any GPU.</summary>
    public const string Cuda = "cuda";

    private const string Numbered = Cuda + ":", OfSlurm = "slurm:";

    /// <summary>Whether a text is a value of the setting.</summary>
    public static bool IsValid(string text) => Values().IsMatch(text);

    /// <summary>The value for a GPU: <c>cuda:0</c>.</summary>
    /// <param name="index">The GPU's number.</param>
    public static string Gpu(int index) => string.Create(CultureInfo.InvariantCulture, $"{Numbered}{index}");

    /// <summary>The number of the GPU that a value names; null if it names none by number.</summary>
    public static int? GpuIndex(string setting) =>
        setting.StartsWith(Numbered, StringComparison.Ordinal)
        && int.TryParse(setting.AsSpan(Numbered.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    /// <summary>The value for a partition of the Slurm cluster: <c>slurm:gpu</c>.</summary>
    /// <param name="partition">Slurm's name of the partition.</param>
    public static string Slurm(string partition) => OfSlurm + partition;

    /// <summary>The partition of the Slurm cluster that a value names; null if it names a device of this machine.</summary>
    public static string? Partition(string setting) =>
        setting.StartsWith(OfSlurm, StringComparison.Ordinal) ? setting[OfSlurm.Length..] : null;

    [GeneratedRegex(@"\A(" + Auto + "|" + Cpu + "|" + Cuda + @"(:[0-9]{1,3})?|" + OfSlurm + @"[A-Za-z0-9][A-Za-z0-9_.-]{0,99})\z")]
    private static partial Regex Values();
}
