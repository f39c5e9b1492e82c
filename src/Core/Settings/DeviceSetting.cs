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

    private const string Numbered = Cuda + ":";

    /// <summary>Whether a text is a value of the setting.</summary>
    public static bool IsValid(string text) => Values().IsMatch(text);

    /// <summary>The value for a GPU: <c>cuda:0</c>.</summary>
    /// <param name="index">The GPU's number.</param>
    public static string Gpu(int index) => string.Create(CultureInfo.InvariantCulture, $"{Numbered}{index}");

    /// <summary>The number of the GPU that a value names; null if it names none by number.</summary>
    public static int? GpuIndex(string setting) =>
        setting.StartsWith(Numbered, StringComparison.Ordinal)
        && int.TryParse(setting.AsSpan(Numbered.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    [GeneratedRegex(@"\A(" + Auto + "|" + Cpu + "|" + Cuda + @"(:[0-9]{1,3})?)\z")]
    private static partial Regex Values();
}
