using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Experiments;
using Angioboard.Core.Native;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`resume`: continues a stopped or interrupted run exactly where it ended, or a finished one for more epochs.</summary>
internal static class ResumeVerb
{
    public static Command Command()
    {
        Command command =
            new("resume", "Resume a stopped run exactly where it stopped, or add epochs to a finished one; the data may have moved");
        Argument<string> run = new("TRAIN_N") { Description = "The run's folder" };
        Option<int?> more = NumberOption.Of<int>("--more-epochs");
        (more.Description, more.HelpName) = ("Train a finished run for N epochs beyond those it has trained", "N");
        Option<int?> until = UntilOption();
        command.Arguments.Add(run);
        command.Options.Add(more);
        command.Options.Add(until);
        command.Validators.Add(given =>
        {
            if (given.GetResult(more) is not null && given.GetResult(until) is not null)
                given.AddError($"{more.Name}, {until.Name}: give one of them, not both");
        });
        LeaseOptions lease = new(command);
        SettingsOptions places = new(command, PathSettings.PlacesOfData, files: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            LeaseChoice choice = lease.Read(parsed);
            Action<RunFolder>? extend = (parsed.GetValue(more), parsed.GetValue(until)) switch
            {
                ({ } epochs, _) => folder => Extend(folder, RunExtension.Until(folder, epochs), choice.User),
                (_, { } epoch) => folder => Extend(folder, epoch, choice.User),
                _ => null,
            };
            return await FolderRun.RunAsync(parsed.GetValue(run)!, places.Read(parsed), evaluate: true, choice, cancellation, extend);
        });
        return command;
    }

    /// <summary>What the dashboard calls for a run that it will queue again.</summary>
    public static Command ExtendCommand()
    {
        Command command = new("extend", "Let a finished run train on, without starting that; `resume` does both") { Hidden = true };
        Argument<string> run = new("TRAIN_N") { Description = "The run's folder" };
        Option<int?> until = UntilOption();
        until.Required = true;
        Option<string?> owner = new("--owner") { Description = "Who asks for them" };
        command.Arguments.Add(run);
        command.Options.Add(until);
        command.Options.Add(owner);
        command.SetAction(async (parsed, cancellation) =>
        {
            await ExtendAsync(parsed.GetValue(run)!, parsed.GetValue(until)!.Value, parsed.GetValue(owner)
                ?? LeaseChoice.Default.User, cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<int?> UntilOption()
    {
        Option<int?> until = NumberOption.Of<int>("--until-epoch");
        (until.Description, until.HelpName) = ("Train a finished run until epoch N, counted from 1", "N");
        return until;
    }

    private static async Task ExtendAsync(string path, int until, string by, CancellationToken cancellation)
    {
        RunFolder folder = new(Path.GetFullPath(path));
        if (!File.Exists(folder.Settings))
            throw new InputException($"{folder.Path}: holds no settings.json, so it is not the folder of a run; give a Train_N");
        using RunLock folderLock = await RunLock.TakeAsync(folder, TimeProvider.System, cancellation);
        Extend(folder, until, by);
    }

    private static void Extend(RunFolder folder, int until, string by)
    {
        Libtorch.Load();
        RunSettings longer = RunExtension.Extend(folder, until, by, TimeProvider.System);
        Console.Error.WriteLine($"{folder.Path}: trains on until epoch {longer.Epochs}");
        if (longer.Scheduler != SchedulerKind.None)
            Console.Error.WriteLine(
                $"warning: scheduler: {longer.Scheduler.ToString().ToLowerInvariant()} depends on the length, so the result differs from a "
                    + $"run launched for {longer.Epochs} epochs");
    }
}
