using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Devices;
using Angioboard.Core.Experiments;
using Angioboard.Core.Native;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Training;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study run`: trains what a study lacks, one run after the other on one device.</summary>
internal static class RunStudy
{
    public static Command Command()
    {
        Command command = new("run", "Train the runs that a study lacks, in turn on one device; runs that failed are tried again");
        Argument<string> folder = StudyVerb.Folder();
        Option<string?> device = new("--device")
        {
            Description = "Device to train on: auto, cpu, cuda or cuda:N [default: that of the study]",
        };
        Option<string[]> promote = new("--promote")
        {
            Description = "Let a variant go on, whatever the search of the study says; can be given several times", HelpName = "VARIANT",
        };
        command.Arguments.Add(folder);
        command.Options.Add(device);
        command.Options.Add(promote);
        LeaseOptions lease = new(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(device), parsed.GetValue(promote) ?? [], lease.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string path, string? device, string[] promoted, LeaseChoice choice, CancellationToken cancellation)
    {
        (StudyDirectory study, RunLock held) = await StudyVerb.TakeAsync(path, cancellation);
        using RunLock until = held;
        if (promoted.Length > 0) study.Change(study.Plan.Promote(promoted), folds: null);
        RunTurns turns = new(study.Plan, study.Cells());
        if (turns.Finished == turns.Count)
            await Console.Error.WriteLineAsync($"all {turns.Count} runs are finished; see: angioboard study report {path}");
        // If the device is not there, each run would say so.
        else _ = Resolved(study.Plan.Settings, device);
        List<string> failed = [];
        long start = TimeProvider.System.GetTimestamp();
        for (int done = 0; turns.Next() is { } place; done++)
        {
            StudyRun run = turns.Of(place).Run;
            await Console.Error.WriteLineAsync(Next(study.Plan, turns, done, TimeProvider.System.GetElapsedTime(start), run));
            RunFolder of = turns.Of(place).Folder ?? await MakeAsync(study, run, device, failed);
            turns.Made(place, of);
            using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            TrainingStatus status;
            try
            {
                status = (await FolderRun.ResultAsync(of.Path, [], evaluate: true, choice, pause.Token,
                    prepare: device is null ? null : folder => RunMove.SetDevice(folder, device),
                    epochEnded: epoch => PauseIf(turns.Took(place, epoch), pause))).Status;
            }
            catch (InputException e)
            {
                // Another run's data or settings may be all right.
                failed.AddRange(e.Problems.Select(problem => $"{run.Words}: {problem}"));
                turns.Ended(place, finished: false, lost: true);
                continue;
            }
            Console.WriteLine(of.Path);
            if (status == TrainingStatus.Stopped && (cancellation.IsCancellationRequested || !pause.IsCancellationRequested))
            {
                await TellAsync(failed);
                await Console.Error.WriteLineAsync("stopped; the same command continues where it was");
                return ExitCode.Stopped;
            }
            turns.Ended(place, status == TrainingStatus.Finished, status == TrainingStatus.Diverged);
            if (status == TrainingStatus.Diverged)
                failed.Add($"{run.Words}: {StudyCell.Of(run, of).Reason ?? "failed"}; see {of.Console}");
        }
        foreach ((string variant, string words) in turns.Waiting()) await Console.Error.WriteLineAsync($"{variant}: {words}");
        if (turns.Waiting().Any())
            await Console.Error.WriteLineAsync($"to let a variant go on: angioboard study run {path} --promote VARIANT");
        await TellAsync(failed);
        return failed.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<RunFolder> MakeAsync(StudyDirectory study, StudyRun run, string? device, List<string> failed)
    {
        try
        {
            return study.Make(run, Resolved(run.Settings, device));
        }
        catch (InputException)
        {
            await TellAsync(failed);
            throw;
        }
    }

    private static async Task TellAsync(List<string> failed)
    {
        foreach (string line in failed) await Console.Error.WriteLineAsync($"error: {line}");
    }

    private static void PauseIf(bool waits, CancellationTokenSource pause)
    {
        if (waits) pause.Cancel();
    }

    // With a search, a run may have several turns, and nobody knows how many there will be.
    private static string Next(StudyPlan plan, RunTurns turns, int done, TimeSpan took, StudyRun run)
    {
        if (plan.Search is not null) return $"{turns.Finished} of {turns.Count} runs are finished; next: {run.Words}";
        int left = turns.Count - turns.Over;
        string rest = done == 0 ? "" : $", about {ColumnFormats.Duration((took / done * left).TotalSeconds)} left";
        return $"run {turns.Count - left + 1} of {turns.Count}: {run.Words}{rest}";
    }

    private static RunSettings Resolved(RunSettings settings, string? device)
    {
        if (device is not null) settings = settings with { Device = device };
        if (DeviceSetting.Partition(settings.Device) is not null)
            throw new InputException($"device: {settings.Device}: this command trains on this machine; give --device with one of its own");
        Libtorch.Load();
        _ = ComputeDevice.Resolve(settings.Device);
        return SettingsRules.Resolve(settings, ComputeDevice.Sharing(settings.Device));
    }
}
