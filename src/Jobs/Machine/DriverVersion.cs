using Angioboard.Core.Files;

namespace Angioboard.Jobs.Machine;

/// <summary>The version of NVIDIA's kernel driver.</summary>
internal static class DriverVersion
{
    private const string Path = "/sys/module/nvidia/version";

    /// <summary>The version; null if no driver is loaded.</summary>
    public static string? Read()
    {
        try
        {
            return File.Exists(Path) ? File.ReadAllText(Path).Trim() : null;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null;
        }
    }
}
