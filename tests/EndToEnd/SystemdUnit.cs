using System.Diagnostics;

namespace Angioboard.EndToEnd;

/// <summary>
/// A systemd unit file, and what systemd does with it to a service's processes, as far as a normal process can imitate it.
/// </summary>
internal sealed class SystemdUnit
{
    // What systemd gives a system service in addition to its unit.
    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";
    private const string Exec = "umask \"$1\" && cd \"$2\" && shift 2 && exec \"$@\" </dev/null";

    private readonly ILookup<string, string> service;

    private SystemdUnit(ILookup<string, string> service) => this.service = service;

    /// <summary>Reads the section Service of a unit.</summary>
    public static SystemdUnit Read(string path) => new(File.ReadLines(path)
        .SkipWhile(line => line != "[Service]").Skip(1).TakeWhile(line => !line.StartsWith('['))
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2)).ToLookup(parts => parts[0], parts => parts[1]));

    /// <summary>A setting's value; the last counts.</summary>
    public string? this[string setting] => service[setting].LastOrDefault();

    /// <summary>The variables that the unit sets.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        service["Environment"].Select(text => text.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Starts <paramref name="program"/> as the unit says, with other values for some variables.</summary>
    public ProcessStartInfo Start(string program, string home, IReadOnlyDictionary<string, string> instead)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", Exec, "systemd", this["UMask"] ?? "0022", this["WorkingDirectory"] ?? "/", program]);
        start.Environment.Clear();
        foreach ((string name, string value) in new Dictionary<string, string> { ["PATH"] = SearchPath, ["HOME"] = home,
            ["USER"] = this["User"]!, ["LOGNAME"] = this["User"]!, ["SHELL"] = "/bin/sh" })
            start.Environment[name] = value;
        foreach ((string name, string value) in Environment) start.Environment[name] = instead.GetValueOrDefault(name, value);
        return start;
    }

    /// <summary>Ends the service: only its main process, or all in its control group, as the unit says.</summary>
    public async Task StopAsync(DashboardProcess main, params int[] others)
    {
        if (this["KillMode"] != "process") foreach (int other in others) DashboardProcess.Signal(other, KillSignal);
        await main.EndAsync(KillSignal);
    }

    private int KillSignal => this["KillSignal"] switch
    {
        null or "SIGTERM" => DashboardProcess.Terminate,
        "SIGINT" => DashboardProcess.Interrupt,
        "SIGKILL" => DashboardProcess.Kill,
        var other => throw new NotSupportedException($"KillSignal={other}"),
    };
}
