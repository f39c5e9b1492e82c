using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Angioboard.EndToEnd;

/// <summary>A dashboard in its own process, with its own port and data folder; it can be stopped, killed and started again.</summary>
public sealed partial class DashboardProcess : IAsyncDisposable
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1), Poll = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, string> environment;
    private readonly StringBuilder output = new();
    private readonly Lock gate = new();
    private Process? process;

    public DashboardProcess(string dataFolder, Dictionary<string, string>? settings = null)
    {
        DataFolder = dataFolder;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        environment =
            new(settings ?? []) { ["Angioboard__DataFolder"] = dataFolder, ["ASPNETCORE_URLS"] = Address.ToString().TrimEnd('/') };
    }

    public string DataFolder { get; }

    /// <summary>Starts it with these settings in another way; null to start it from this process with its environment.</summary>
    public Func<IReadOnlyDictionary<string, string>, ProcessStartInfo>? StartedBy { get; init; }

    public Uri Address { get; }

    public string Results => Path.Combine(DataFolder, "results");

    public int Id => process!.Id;

    /// <summary>Its output since it last started.</summary>
    public string Output
    {
        get
        {
            lock (gate) return output.ToString();
        }
    }

    /// <summary>The link that signs in as administrator, once.</summary>
    public Uri SignInLink =>
        new(Output.Split('\n').Select(line => line.Trim()).First(line => line.Contains("/sign-in?token=", StringComparison.Ordinal))
            .Split(' ')[^1]);

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync(string healthPath = "/health")
    {
        Launch();
        using HttpClient client = new();
        for (Stopwatch waited = Stopwatch.StartNew(); ; await Task.Delay(Poll))
        {
            if (process!.HasExited) throw new InvalidOperationException($"the dashboard ended:\n{Output}");
            if (waited.Elapsed > Limit) throw new InvalidOperationException($"the dashboard does not answer:\n{Output}");
            try
            {
                using HttpResponseMessage health = await client.GetAsync(new Uri(Address, healthPath));
                if (health.StatusCode == HttpStatusCode.OK && Output.Contains("/sign-in?token=", StringComparison.Ordinal)) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>Starts it when it must refuse, and returns its exit code and output.</summary>
    public async Task<(int ExitCode, string Output)> RefuseAsync()
    {
        Launch();
        using CancellationTokenSource late = new(Limit);
        await process!.WaitForExitAsync(late.Token);
        return (process.ExitCode, Output);
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    public async Task EndAsync(int signal)
    {
        _ = SendSignal(process!.Id, signal);
        using CancellationTokenSource late = new(Limit);
        await process.WaitForExitAsync(late.Token);
    }

    /// <summary>Seconds of processor time so far.</summary>
    public double ProcessorSeconds()
    {
        process!.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Megabytes of resident memory.</summary>
    public double ResidentMegabytes()
    {
        process!.Refresh();
        return process.WorkingSet64 / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        if (!process.HasExited) await EndAsync(Terminate);
        process.Dispose();
        EndTrainers();
    }

    /// <summary>Sends a signal to any process; false if there is none.</summary>
    public static bool Signal(int pid, int signal) => SendSignal(pid, signal) == 0;

    // They survive the dashboard on purpose, but a test's trainers must not.
    private void EndTrainers()
    {
        if (!Directory.Exists(DataFolder)) return;
        foreach (string file in Directory.EnumerateFiles(DataFolder, "trainer.json", SearchOption.AllDirectories))
        {
            int pid = (int)JsonNode.Parse(File.ReadAllText(file))!["pid"]!;
            string command = $"/proc/{pid}/cmdline";
            if (File.Exists(command) && File.ReadAllText(command).Contains(DataFolder, StringComparison.Ordinal)) SendSignal(pid, Kill);
        }
    }

    private void Launch()
    {
        process?.Dispose();
        lock (gate) output.Clear();
        ProcessStartInfo start = StartedBy?.Invoke(environment) ?? Own();
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private ProcessStartInfo Own()
    {
        // With default signal handling: whoever started the tests, such as a background script, may have some signals ignored.
        ProcessStartInfo start = new("env", ["--default-signal", BuiltProgram.Dashboard]) { WorkingDirectory = Path.GetTempPath() };
        start.Environment.Remove("LIBTORCH");
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return start;
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (gate) output.AppendLine(line);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
