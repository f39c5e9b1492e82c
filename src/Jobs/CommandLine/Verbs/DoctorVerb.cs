using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Angioboard.Core;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Files;
using Angioboard.Jobs.CommandLine.Doctor;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`doctor`: whether this machine can do the job, line by line.</summary>
internal static class DoctorVerb
{
    private const int Stages = 6;
    private const string Stage = "checking";

    public static Command Command()
    {
        Command command = new("doctor",
            "Check whether this machine can train and serve: libtorch, GPUs, a training step on every device, disks, clock; "
                + "exit code 1 with a problem");
        Option<string?> results = new("--results-folder")
        {
            Description = "Folder of the runs (default: Angioboard__ResultsFolder, else results in the data folder)",
        };
        Option<bool> json = new("--json") { Description = "Print JSON" };
        Option<bool> nodes = new("--nodes") { Description = "Check each node of the Slurm cluster too, in a job there" };
        Option<string?> probe =
            new("--probe") { Description = "On a node: the folder that another machine has made to see whether its disk is shared" };
        probe.Hidden = true;
        command.Options.Add(results);
        command.Options.Add(json);
        command.Options.Add(nodes);
        command.Options.Add(probe);
        command.SetAction((parsed, cancellation) => Task.Run(async () =>
        {
            DoctorReport report;
            await using (Screen screen = new(TimeProvider.System))
                report = await CheckAsync(parsed.GetValue(results), parsed.GetValue(nodes), parsed.GetValue(probe), screen, cancellation);
            Console.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToText());
            return report.IsHealthy ? ExitCode.Done : ExitCode.Failed;
        }, cancellation));
        return command;
    }

    private static async Task<DoctorReport> CheckAsync(string? results, bool nodes, string? probe, Screen screen,
        CancellationToken cancellation)
    {
        TimeProvider time = TimeProvider.System;
        AngioboardOptions options = new();
        string data = DataFolder.Resolve();
        string runs = Path.GetFullPath(results ?? EnvironmentVariable.Find("Angioboard__ResultsFolder") ?? Path.Combine(data, "results"));
        string? gigabytes = EnvironmentVariable.Find("Angioboard__MinimumFreeGigabytes");
        double least = double.TryParse(gigabytes, NumberStyles.Float, CultureInfo.InvariantCulture, out double given)
            ? given
            : options.MinimumFreeGigabytes;
        List<Finding> findings = [];
        Done(0, "libtorch");
        bool loaded = LibtorchCheck.Load(findings);
        findings.Add(LibtorchCheck.Paths());
        Done(1, "GPUs");
        if (loaded) findings.AddRange(await GpuCheck.OfAsync(time, cancellation));
        Done(2, "training steps");
        if (loaded) findings.AddRange(TrainingCheck.Of(time, cancellation));
        Done(3, "folders");
        findings.AddRange(FolderCheck.Of("results folder", runs, least, time));
        findings.AddRange(FolderCheck.Of("data folder", data, least, time));
        findings.Add(Cache(least, time));
        Done(4, "pretrained weights");
        findings.Add(await HubCheck.OfAsync(cancellation));
        Done(5, "dashboard");
        findings.Add(FontCheck.Of());
        if (ClockCheck.Of(time) is { } clock) findings.Add(clock);
        if (probe is not null)
        {
            findings.Add(SharedProbe.Look(probe));
        }
        else
        {
            findings.AddRange(ServerCheck.Of(data));
            findings.AddRange(await SignInCheck.OfAsync(cancellation));
            findings.AddRange(await SlurmCheck.OfAsync(runs, nodes, time, cancellation));
        }
        Done(Stages, null);
        return new DoctorReport(ProductVersion.Text, Environment.MachineName,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}", time.GetUtcNow(), findings);

        void Done(int done, string? next) => screen.Report(new StageProgress(Stage, done, Stages, next));
    }

    private static Finding Cache(double least, TimeProvider time)
    {
        const string Check = "frame cache";
        try
        {
            if (FrameCacheOptions.FromEnvironment() is not { } cache)
                return Finding.Caution(Check, "off: every run decodes all frames again",
                    $"set {FrameCacheOptions.FolderVariable} to a folder on a fast disk");
            // Its own limit keeps it small, so a nearly full disk is all that matters.
            Finding[] found = [.. FolderCheck.Of(Check, cache.Folder, least, time)];
            return found.FirstOrDefault(finding => finding.Level != FindingLevel.Fine) is { } bad
                ? bad with { Level = FindingLevel.Caution }
                : found[0];
        }
        catch (InputException e)
        {
            return Finding.Problem(Check, e.Message, $"set {FrameCacheOptions.LimitVariable} to a number, or unset it");
        }
    }
}
