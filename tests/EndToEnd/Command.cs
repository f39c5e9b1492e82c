using System.Diagnostics;

namespace Angioboard.EndToEnd;

/// <summary>The built `angioboard` command.</summary>
internal static class Command
{
    /// <summary>Runs it to the end, which must succeed, and returns its standard output.</summary>
    public static async Task<string> RunAsync(string dataFolder, params string[] arguments)
    {
        using Process process = Start(dataFolder, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"angioboard {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await errors}");
        return await output;
    }

    /// <summary>Starts it; the caller disposes it.</summary>
    public static Process Start(string dataFolder, params string[] arguments)
    {
        ProcessStartInfo start = new("env", ["--default-signal", BuiltProgram.Angioboard, .. arguments]) { RedirectStandardOutput = true,
            RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Remove("LIBTORCH");
        start.Environment["Angioboard__DataFolder"] = dataFolder;
        return Process.Start(start)!;
    }
}
