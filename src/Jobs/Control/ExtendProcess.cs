using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Control;

/// <summary>
/// Lets a finished run train on, in a separate process: its checkpoints are rewritten, and the dashboard's process loads no libtorch.
/// </summary>
internal static class ExtendProcess
{
    /// <summary>Returns the run's new settings.</summary>
    /// <exception cref="InputException">The run cannot be extended, or another process is working on it.</exception>
    public static async Task<RunSettings> DoAsync(QueueSetup setup, RunFolder folder, int until, string by, CancellationToken cancellation)
    {
        string executable = setup.Executable;
        if (!File.Exists(executable))
            throw new InputException($"{executable}: is not there, so no epochs can be added; install Angioboard again");
        ProcessStartInfo start =
            new(executable, ["extend", folder.Path, "--until-epoch", FormattableString.Invariant($"{until}"), "--owner", by])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        TrainerEnvironment.Limit(start, setup.TrainerVariables);
        using Process process = Process.Start(start) ?? throw new InputException($"{executable}: cannot be started");
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation),
            output = process.StandardOutput.ReadToEndAsync(cancellation);
        await Task.WhenAll(errors, output);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != Jobs.Leases.ExitCode.Done) throw new InputException(Problems(await errors, folder));
        return SettingsRules.Resolve(SettingsFile.Combine(SettingsFile.Read(folder.Settings)));
    }

    private static string[] Problems(string errors, RunFolder folder)
    {
        const string Mark = "error: ";
        string[] told = [.. errors.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
            .Select(line => line[Mark.Length..].TrimEnd())];
        return told.Length > 0 ? told : [$"{folder.Path}: no epochs could be added; try `angioboard resume {folder.Path} --until-epoch N`"];
    }
}
