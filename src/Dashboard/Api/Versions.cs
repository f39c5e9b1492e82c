using System.Reflection;

namespace Angioboard.Dashboard.Api;

/// <summary>Versions of what is at work here.</summary>
internal static class Versions
{
    /// <summary>This product's.</summary>
    public static string Angioboard { get; } = Of(typeof(Versions).Assembly);

    /// <summary>An assembly's, without the commit.</summary>
    public static string Of(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown").Split('+')[0];

    /// <summary>The commit it was built from, where the build knew it.</summary>
    public static string? Commit =>
        typeof(Versions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : null;
}
