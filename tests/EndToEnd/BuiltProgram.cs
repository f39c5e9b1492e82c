using System.Reflection;

namespace Angioboard.EndToEnd;

/// <summary>What the build made, where it made it.</summary>
internal static class BuiltProgram
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "Dashboard").Value!));

    /// <summary>The dashboard.</summary>
    public static string Dashboard => Path.Combine(Folder, "Angioboard.Dashboard");

    /// <summary>The `angioboard` beside it, which trains.</summary>
    public static string Angioboard => Path.Combine(Folder, "angioboard");
}
