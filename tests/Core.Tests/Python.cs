using System.Diagnostics;

namespace Angioboard.Core.Tests;

/// <summary>The system's Python, which has PyTorch, torchvision, numpy and PIL.</summary>
internal static class Python
{
    /// <summary>Returns a script's output; a script that fails fails the test.</summary>
    public static string Run(string script, params string[] arguments) => RunIn(Environment.CurrentDirectory, script, arguments);

    /// <summary>The same, run in a folder.</summary>
    public static string RunIn(string folder, string script, params string[] arguments)
    {
        using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = python.StandardError.ReadToEndAsync();
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, errors.Result);
        return output.Trim();
    }
}
