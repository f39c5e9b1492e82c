using System.Reflection;

namespace Angioboard.EndToEnd;

/// <summary>What the build made, where it made it.</summary>
internal static class BuiltProgram
{
    private static readonly string Folder = Place("Dashboard");

    /// <summary>The unit by which systemd runs the dashboard.</summary>
    public static string Unit => Place("Unit");

    /// <summary>The dashboard.</summary>
    public static string Dashboard => Path.Combine(Folder, "Angioboard.Dashboard");

    /// <summary>The `angioboard` beside it, which trains.</summary>
    public static string Angioboard => Path.Combine(Folder, "angioboard");

    private static string Place(string what) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == what).Value!));
}
