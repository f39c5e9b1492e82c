using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Tests;

/// <summary>The built `angioboard` executable as a process, with its output and exit code.</summary>
internal sealed partial class AngioboardProcess : IDisposable
{
    public const int HangUp = 1, Interrupt = 2, Quit = 3, Kill = 9, Terminate = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task errorsRead;
    private readonly StringBuilder errors = new();
    private readonly Lock gate = new();
    private readonly TemporaryFolder dataFolder = new();

    private AngioboardProcess(ProcessStartInfo start)
    {
        // Runs with the same data folder wait for one another's device, so each process has its own unless a test sets one.
        start.Environment.TryAdd(DataFolder.Variable, dataFolder.Path);
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errorsRead = ReadErrors();
    }

    /// <summary>The executable that the build puts beside the tests.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "angioboard");

    /// <summary>Runs to the end.</summary>
    public static Task<ProcessOutcome> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>Runs to the end, with these environment variables.</summary>
    public static async Task<ProcessOutcome> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        using AngioboardProcess process = Start(environment, arguments);
        return await process.EndAsync();
    }

    /// <summary>Runs to the end in a shell whose limits <paramref name="shell"/> sets first.</summary>
    public static async Task<ProcessOutcome> RunLimitedAsync(string shell, params string[] arguments)
    {
        using AngioboardProcess process = StartLimited(shell, arguments);
        return await process.EndAsync();
    }

    /// <summary>Starts in a shell whose limits <paramref name="shell"/> sets first.</summary>
    public static AngioboardProcess StartLimited(string shell, params string[] arguments) =>
        // The runtime's own mapping of code through a large sparse file would exceed a limit on file sizes.
        new(Describe("/bin/bash", ["-c", $"{shell}; exec \"$0\" \"$@\"", Executable, .. arguments],
            new() { ["DOTNET_EnableWriteXorExecute"] = "0" }));

    public static AngioboardProcess Start(params string[] arguments) => Start([], arguments);

    public static AngioboardProcess Start(Dictionary<string, string> environment, string[] arguments, string? executable = null) =>
        new(Describe(executable ?? Executable, arguments, environment));

    /// <summary>Waits for a line on standard error that contains <paramref name="text"/>.</summary>
    public async Task SaysAsync(string text)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!Errors().Contains(text, StringComparison.Ordinal))
        {
            Assert.False(process.HasExited && errorsRead.IsCompleted, $"ended without saying {text}:\n{Errors()}");
            Assert.True(waited.Elapsed < Limit, $"did not say {text}:\n{Errors()}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends a signal like kill(2).</summary>
    public void Send(int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    public async Task<ProcessOutcome> EndAsync()
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Limit);
        await process.WaitForExitAsync(late.Token);
        await errorsRead;
        return new ProcessOutcome(process.ExitCode, await output, Errors());
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
        dataFolder.Dispose();
    }

    private static ProcessStartInfo Describe(string file, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        // With default signal handling: whoever started the tests, such as a background script, may have some signals ignored.
        ProcessStartInfo start = new("env", ["--default-signal", file, .. arguments]) { RedirectStandardOutput = true,
            RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Remove("LIBTORCH");
        start.Environment.Remove(DataFolder.Variable);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return start;
    }

    private string Errors()
    {
        lock (gate) return errors.ToString();
    }

    private async Task ReadErrors()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (gate) errors.AppendLine(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
