using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Angioboard.Core;
using Angioboard.Core.Formats;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.CommandLine;

/// <summary>The `angioboard` command line.</summary>
internal static class Cli
{
    private const int ProblemsShown = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = new("Angioboard trains and evaluates temporal classifiers of eye angiography exams.");
        foreach (Command verb in Verbs()) root.Subcommands.Add(verb);
        ParseResult parsed = root.Parse(args);
        string[] errors = [.. parsed.Errors.Select(error => error.Message), .. Empty(parsed).Select(name => $"{name} is empty; give a value or leave it out")];
        if (errors.Length > 0)
        {
            foreach (string error in errors) await Console.Error.WriteLineAsync($"error: {error}");
            await Console.Error.WriteLineAsync($"See: angioboard {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCode.BadInput;
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (InputException e)
        {
            foreach (string problem in e.Problems.Take(ProblemsShown)) await Console.Error.WriteLineAsync($"error: {problem}");
            if (e.Problems.Count > ProblemsShown) await Console.Error.WriteLineAsync($"error: and {e.Problems.Count - ProblemsShown} more problems");
            return ExitCode.BadInput;
        }
        catch (HeldException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Held;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("stopped");
            return ExitCode.Stopped;
        }
        catch (Exception e) when ((SystemFault.Shortage(e) ?? OpenFiles.Exhausted()) is { } shortage)
        {
            await Console.Error.WriteLineAsync($"error: {shortage}");
            return ExitCode.BadInput;
        }
        catch (Exception e) when (e is ExternalException or IOException or UnauthorizedAccessException or InvalidOperationException or OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message.Split('\n')[0]}");
            return ExitCode.Failed;
        }

        void Stop(PosixSignalContext context)
        {
            // The first signal asks to stop after the step under way; the second ends the process as it would any other.
            if (stop.IsCancellationRequested) return;
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static IEnumerable<string> Empty(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<OptionResult>().Where(option => option.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            .Select(option => option.Option.Name);

    private static IEnumerable<Command> Verbs() =>
    [
        DemoVerb.Command(), PhantomVerb.Command(), CheckVerb.Command(), PresetsVerb.Command(),
        ExperimentVerb.Command(), ExperimentVerb.TrainCommand(), ResumeVerb.Command(), ResumeVerb.ExtendCommand(), PredictVerb.Command(), EvaluateVerb.Command(), EvaluateOnVerb.Command(),
        ExportVerb.Command(), VerifyVerb.Command(), SubmitVerb.Command(), SubmitVerb.StopCommand(), StoreVerbs.Backup(), StoreVerbs.Reindex(),
    ];
}
