using System.Diagnostics;
using System.Globalization;
using Angioboard.Core;

namespace Angioboard.Benchmarks.Programs;

/// <summary>Runs a program from start to end.</summary>
internal static class WholeProgram
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until it ends; returns its peak memory in bytes.</summary>
    /// <exception cref="InputException">It failed.</exception>
    public static long Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        long peak = 0;
        while (!process.WaitForExit(Poll)) peak = Peak(process.Id) ?? peak;
        return process.ExitCode == 0 ? peak
            : throw new InputException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {said.Result.Trim()}");
    }

    /// <summary>The peak so far; null once the process has released its memory.</summary>
    private static long? Peak(int process)
    {
        try
        {
            const string Field = "VmHWM:";
            string? line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is null
                ? null
                : long.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal),
                    NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
