using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Control;

/// <summary>Runs the command line in a process of its own: the dashboard's loads no libtorch and draws no reports.</summary>
internal static class ToolProcess
{
    private const string Mark = "error: ";

    /// <summary>Waits until it has done its work.</summary>
    /// <param name="setup">Where the program is.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="otherwise">What to say if it fails without a message.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InputException">It failed: its own messages.</exception>
    public static Task RunAsync(QueueSetup setup, IReadOnlyList<string> arguments, string otherwise, CancellationToken cancellation) =>
        AnswerAsync(setup, arguments, otherwise, [ExitCode.Done], new Dictionary<string, string>(), cancellation);

    /// <summary>The same; returns what it prints. It is ended when the caller no longer waits.</summary>
    /// <param name="setup">Where the program is.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="otherwise">What to say if it fails without a message.</param>
    /// <param name="good">The exit codes with which its answer counts.</param>
    /// <param name="variables">Environment variables that it gets in addition.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InputException">It failed: its own messages.</exception>
    public static async Task<string> AnswerAsync(QueueSetup setup, IReadOnlyList<string> arguments, string otherwise,
        IReadOnlyList<int> good, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        string executable = setup.Executable;
        if (!File.Exists(executable)) throw new InputException($"{executable}: is not there; install Angioboard again");
        ProcessStartInfo start = new(executable, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        TrainerEnvironment.Limit(start, setup.TrainerVariables);
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InputException($"{executable}: cannot be started");
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation),
                output = process.StandardOutput.ReadToEndAsync(cancellation);
            await Task.WhenAll(errors, output);
            await process.WaitForExitAsync(cancellation);
            if (good.Contains(process.ExitCode)) return await output;
            string[] told = [.. (await errors).Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
                .Select(line => line[Mark.Length..].TrimEnd())];
            throw new InputException(told.Length > 0 ? told : [otherwise]);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
