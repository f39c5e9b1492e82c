namespace Angioboard.Dashboard.Account.Sessions;

/// <summary>Names browser and system, from the browser's User-Agent.</summary>
internal static class DeviceName
{
    // The first match wins: Edge also calls itself Chrome, and Chrome Safari.
    private static readonly (string Mark, string Name)[] browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi", "Vivaldi"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] systems =
    [
        ("Windows", "Windows"), ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>Such as <c>Firefox on Linux</c>.</summary>
    public static string Of(string? agent)
    {
        string browser = Named(browsers, agent) ?? "Another program";
        return Named(systems, agent) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? Named((string Mark, string Name)[] names, string? agent) =>
        names.FirstOrDefault(name => agent?.Contains(name.Mark, StringComparison.Ordinal) == true).Name;
}
