using System.Diagnostics;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Control;

/// <summary>Runs the command line in a process of its own: the dashboard's loads no libtorch and draws no reports.</summary>
internal static partial class ToolProcess
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

    /// <summary>The same with the progress that it prints. It is ended when the caller no longer waits.</summary>
    /// <exception cref="InputException">It failed: its own messages.</exception>
    public static Task RunAsync(QueueSetup setup, IReadOnlyList<string> arguments, string otherwise, IProgress<StageProgress> progress,
        CancellationToken cancellation) =>
        AnswerAsync(setup, arguments, otherwise, [ExitCode.Done], new Dictionary<string, string>(), cancellation, progress);

    /// <summary>The same; returns what it prints. It is ended when the caller no longer waits.</summary>
    /// <param name="setup">Where the program is.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="otherwise">What to say if it fails without a message.</param>
    /// <param name="good">The exit codes with which its answer counts.</param>
    /// <param name="variables">Environment variables that it gets in addition.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="progress">Receives the progress that it prints; null for nobody.</param>
    /// <exception cref="InputException">It failed: its own messages.</exception>
    public static async Task<string> AnswerAsync(QueueSetup setup, IReadOnlyList<string> arguments, string otherwise,
        IReadOnlyList<int> good, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation,
        IProgress<StageProgress>? progress = null)
    {
        string executable = setup.Executable;
        if (!File.Exists(executable)) throw new InputException($"{executable}: is not there; install Angioboard again");
        ProcessStartInfo start = new(executable, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        TrainerEnvironment.Limit(start, setup.TrainerVariables);
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InputException($"{executable}: cannot be started");
        try
        {
            Task<List<string>> errors = ErrorsAsync(process, progress, cancellation);
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            await Task.WhenAll(errors, output);
            await process.WaitForExitAsync(cancellation);
            if (good.Contains(process.ExitCode)) return await output;
            List<string> told = await errors;
            throw new InputException(told.Count > 0 ? told : [otherwise]);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static async Task<List<string>> ErrorsAsync(
        Process process, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        List<string> errors = [];
        while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal)) errors.Add(line[Mark.Length..].TrimEnd());
            else if (Progress().Match(line) is { Success: true } at && long.TryParse(at.Groups[2].ValueSpan, out long done)
                && long.TryParse(at.Groups[3].ValueSpan, out long total))
                progress?.Report(new StageProgress(at.Groups[1].Value, done, total));
        }
        return errors;
    }

    // As Screen writes it where there is no terminal.
    [GeneratedRegex(@"^([^:]+): (\d+)/(\d+)")]
    private static partial Regex Progress();
}
