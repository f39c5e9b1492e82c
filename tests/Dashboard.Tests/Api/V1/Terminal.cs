using System.Diagnostics;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>The `angioboard` command line as a process.</summary>
internal static class Terminal
{
    /// <summary>Runs a command, and returns its exit code and what it printed, trimmed.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(Start(environment, arguments))!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, (await output).Trim(), errors.Trim());
    }

    /// <summary>How a command is started.</summary>
    public static ProcessStartInfo Start(IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "angioboard"), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return start;
    }
}
