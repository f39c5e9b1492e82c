using System.Reflection;

namespace Angioboard.EndToEnd;

/// <summary>What the build made, where it made it, and what goes with it.</summary>
internal static class BuiltProgram
{
    /// <summary>The dashboard.</summary>
    public static string Dashboard => In("Dashboard", "Angioboard.Dashboard");

    /// <summary>The `angioboard` beside it, which trains.</summary>
    public static string Angioboard => In("Dashboard", "angioboard");

    /// <summary>The campaigns that break things.</summary>
    public static string Faults => In("Faults", "Angioboard.Faults");

    /// <summary>The unit by which systemd runs the dashboard.</summary>
    public static string Unit => In("Deploy", "angioboard.service");

    private static string In(string project, string program) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == project).Value!,
        program));
}
