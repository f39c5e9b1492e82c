using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.CommandLine.Client;
using Angioboard.Jobs.CommandLine.Reporting;
using Angioboard.Jobs.CommandLine.Studies;
using Angioboard.Jobs.CommandLine.Verbs;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine;

/// <summary>The `angioboard` command line.</summary>
internal static class Cli
{
    private const int ProblemsShown = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = new("Angioboard trains and evaluates temporal classifiers of eye angiography exams.");
        foreach (Command verb in Verbs()) root.Subcommands.Add(verb);
        LetTheLastCount(root);
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        // A value may begin with @, such as a name in a note. It does not name a file of further arguments.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        string[] errors = [.. parsed.Errors.Select(error => error.Message), .. Unclear(parsed)];
        if (errors.Length > 0)
        {
            foreach (string error in errors) await Console.Error.WriteLineAsync($"error: {error}");
            await Console.Error.WriteLineAsync(
                $"See: angioboard {string.Concat(Path(parsed.CommandResult.Command).Select(name => $"{name} "))}--help");
            return ExitCode.BadInput;
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using PosixSignalRegistration quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop);
        try
        {
            CurrentFolder.Require();
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (InputException e)
        {
            foreach (string problem in e.Problems.Take(ProblemsShown)) await Console.Error.WriteLineAsync($"error: {problem}");
            if (e.Problems.Count > ProblemsShown)
                await Console.Error.WriteLineAsync($"error: and {e.Problems.Count - ProblemsShown} more problems");
            return AtomicFile.IsFull(e) ? ExitCode.DiskFull : ExitCode.BadInput;
        }
        catch (HeldException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Held;
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(e is InterruptedRequestException ? e.Message : "stopped");
            return ExitCode.Stopped;
        }
        catch (Exception e) when ((SystemFault.Shortage(e) ?? OpenFiles.Exhausted()) is { } shortage)
        {
            await Console.Error.WriteLineAsync($"error: {shortage}");
            return ExitCode.BadInput;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is ExternalException or InvalidOperationException or OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message.Split('\n')[0]}");
            return AtomicFile.IsFull(e) ? ExitCode.DiskFull : ExitCode.Failed;
        }

        void Stop(PosixSignalContext context)
        {
            // The first signal asks to stop after the step under way; the second ends the process as it would any other.
            // Slurm signals all processes of a job, and its script passes on what it gets: the second time means nothing.
            context.Cancel = !stop.IsCancellationRequested || TrainerFile.CurrentJob is not null;
            stop.Cancel();
        }
    }

    // Users change a line of the shell's history by adding another value at its end.
    private static void LetTheLastCount(RootCommand root)
    {
        foreach (Option option in All(root).SelectMany(verb => verb.Options).Where(option => option.Arity.MaximumNumberOfValues == 1))
            option.AllowMultipleArgumentsPerToken = true;
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<string> Unclear(ParseResult parsed)
    {
        foreach (OptionResult option in parsed.CommandResult.Children.OfType<OptionResult>().Where(option => option.Tokens.Count > 0))
        {
            if (option.IdentifierTokenCount > option.Tokens.Count)
                yield return $"{option.Option.Name} is given with a value and without; give it once";
            else if (option.Option.Arity.MaximumNumberOfValues == 1 ? IsEmpty(option.Tokens[^1]) : option.Tokens.Any(IsEmpty))
                yield return $"{option.Option.Name} is empty; give a value or leave it out";
        }
        foreach (ArgumentResult argument in parsed.CommandResult.Children.OfType<ArgumentResult>())
        {
            if (argument.Tokens.Any(IsEmpty)) yield return $"{argument.Argument.Name} is empty; give a value";
        }

        static bool IsEmpty(Token token) => string.IsNullOrWhiteSpace(token.Value);
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Console.WriteLine(ProductVersion.Text);
            return ExitCode.Done;
        }
    }

    // The names of a verb and, if it is a part of another, that one's.
    private static IEnumerable<string> Path(Command command) => command is RootCommand
        ? []
        : [.. command.Parents.OfType<Command>().Take(1).SelectMany(Path), command.Name];

    private static IEnumerable<Command> Verbs() =>
    [
        DemoVerb.Command(), PhantomVerb.Command(), CheckVerb.Command(), PresetsVerb.Command(),
        ExperimentVerb.Command(), ExperimentVerb.TrainCommand(), ResumeVerb.Command(), ResumeVerb.ExtendCommand(), PredictVerb.Command(),
        EvaluateVerb.Command(), EvaluateOnVerb.Command(), CompareVerb.Command(), ReportVerb.Command(), StudyVerb.Command(),
        ExportVerb.Command(), VerifyVerb.Command(), SubmitVerb.Command(), SubmitVerb.StopCommand(), RunsVerb.Command(),
        DownloadVerb.Command(), StoreVerbs.Backup(),
        StoreVerbs.Reindex(), SignInLinkVerb.Command(), DoctorVerb.Command(), SpeedVerb.Command(),
    ];
}
