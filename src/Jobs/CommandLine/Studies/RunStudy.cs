using System.CommandLine;
using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Devices;
using Angioboard.Core.Native;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Training;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

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
        command.Arguments.Add(folder);
        command.Options.Add(device);
        LeaseOptions lease = new(command);
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed.GetValue(folder)!, parsed.GetValue(device), lease.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, string? device, LeaseChoice choice, CancellationToken cancellation)
    {
        (StudyDirectory study, RunLock held) = await StudyVerb.TakeAsync(path, cancellation);
        using RunLock until = held;
        StudyCell[] all = [.. study.Cells()], left = [.. all.Where(cell => cell.State != StudyRunState.Finished)];
        if (left.Length == 0) Console.Error.WriteLine($"all {all.Length} runs are finished; see: angioboard study report {path}");
        List<string> failed = [];
        long start = TimeProvider.System.GetTimestamp();
        for (int done = 0; done < left.Length; done++)
        {
            StudyRun run = left[done].Run;
            string rest = done == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $", about {TimeProvider.System.GetElapsedTime(start) / done * (left.Length - done):h\\:mm\\:ss} left");
            Console.Error.WriteLine($"run {all.Length - left.Length + done + 1} of {all.Length}: {run.Words}{rest}");
            RunFolder of = left[done].Folder ?? study.Make(run, Resolved(run.Settings, device));
            TrainingStatus status;
            try
            {
                status = (await FolderRun.ResultAsync(of.Path, [], evaluate: true, choice, cancellation)).Status;
            }
            catch (InputException e)
            {
                // Another run's data or settings may be all right.
                failed.AddRange(e.Problems.Select(problem => $"{run.Words}: {problem}"));
                continue;
            }
            Console.WriteLine(of.Path);
            if (status == TrainingStatus.Stopped)
            {
                Console.Error.WriteLine("stopped; the same command continues where it was");
                return ExitCode.Stopped;
            }
            if (status != TrainingStatus.Finished)
                failed.Add($"{run.Words}: {StudyCell.Of(run, of).Reason ?? "failed"}; see {of.Console}");
        }
        foreach (string line in failed) await Console.Error.WriteLineAsync($"error: {line}");
        return failed.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static RunSettings Resolved(RunSettings settings, string? device)
    {
        if (device is not null) settings = settings with { Device = device };
        if (DeviceSetting.Partition(settings.Device) is not null)
            throw new InputException($"device: {settings.Device}: this command trains on this machine; give --device with one of its own");
        Libtorch.Load();
        return SettingsRules.Resolve(settings, ComputeDevice.Sharing(settings.Device));
    }
}
