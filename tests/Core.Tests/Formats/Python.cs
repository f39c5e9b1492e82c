using System.Diagnostics;

namespace Angioboard.Core.Tests.Formats;

/// <summary>Real PyTorch, as the system has it: the other side of the formats.</summary>
internal static class Python
{
    /// <summary>Runs a script in a folder and returns what it prints.</summary>
    public static string Run(string folder, string script)
    {
        ProcessStartInfo start = new("/usr/bin/python3")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Trim();
    }
}
