using System.Reflection;

namespace Angioboard.Dashboard.Api;

/// <summary>Versions of the libraries in use.</summary>
internal static class Versions
{
    /// <summary>An assembly's version, without the commit.</summary>
    public static string Of(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString() ?? "unknown").Split('+')[0];
}
