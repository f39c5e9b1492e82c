using System.Reflection;

namespace Angioboard.EndToEnd;

/// <summary>The build's outputs, where the build put them.</summary>
internal static class BuiltProgram
{
    /// <summary>The dashboard.</summary>
    public static string Dashboard => In("Dashboard", "Angioboard.Dashboard");

    /// <summary>The `angioboard` executable beside it, which trains.</summary>
    public static string Angioboard => In("Dashboard", "angioboard");

    /// <summary>The fault campaigns.</summary>
    public static string Faults => In("Faults", "Angioboard.Faults");

    /// <summary>The systemd unit of the dashboard.</summary>
    public static string Unit => In("Deploy", "angioboard.service");

    private static string In(string project, string program) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == project).Value!,
        program));
}
