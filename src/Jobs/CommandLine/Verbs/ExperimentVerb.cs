using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Experiments;
using Angioboard.Core.Native;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`experiment`: train, predict, evaluate; and `train`: its first part.</summary>
internal static class ExperimentVerb
{
    private static readonly string[] Shown =
        [MetricNames.AucOvrMacro, MetricNames.F1Macro, MetricNames.BalancedAccuracy, MetricNames.ImcpArea, MetricNames.LogLoss,
            MetricNames.Ece];

    public static Command Command() => Make("experiment", "Train, predict and evaluate, into the next Train_N of a folder", evaluate: true);

    public static Command TrainCommand() => Make("train", "Train, into the next Train_N of a folder", evaluate: false);

    /// <summary>Runs an experiment in a new Train_N and shows its figures; the exit code says how it ended.</summary>
    public static async Task<int> RunAsync(RunSettings settings, string output, bool evaluate, LeaseChoice choice,
        CancellationToken cancellation)
    {
        if (DeviceSetting.Partition(settings.Device) is not null)
            throw new InputException($"device: {settings.Device}: the dashboard sends runs to Slurm: use `angioboard submit`, or another "
                + "device");
        Libtorch.Load();
        ExperimentResult result;
        await using (Screen screen = new(TimeProvider.System))
        {
            RunConsole console = new(screen.Say);
            using TerminalRun run = new(output, choice, console, screen.Say);
            Experiment experiment = new(settings, console, screen, TimeProvider.System) 
            {
                DeviceNeeded = run.TakeDeviceAsync,
                FolderMade = run.TakeFolderAsync,
                Paused = reason => run.Pause?.Tell(reason),
            };
            result = await experiment.RunAsync(output, evaluate, cancellation);
        }
        return Conclude(result);
    }

    /// <summary>Shows how a run ended, and where its folder is.</summary>
    public static int Conclude(ExperimentResult result)
    {
        if (result.Evaluation is { } report) Show(report, TestSealFile.Closed(result.Folder));
        Console.WriteLine(result.Folder.Path);
        return result.Status switch
        {
            TrainingStatus.Finished => ExitCode.Done,
            TrainingStatus.Stopped => ExitCode.Stopped,
            _ => ExitCode.Failed,
        };
    }

    /// <summary>A table of the splits' main figures with their intervals.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="seal">The seal that hides the test split; null for none.</param>
    public static void Show(EvaluationReport report, TestSeal? seal)
    {
        (string Name, SplitReport Split)[] splits =
            [.. report.Splits.Where(split => seal is null || split.Key != TestSeal.Split).Select(split => (split.Key, split.Value))];
        Tables.Write(
            ["", .. splits.Select(split => split.Name)],
            [
                ["exams", .. splits.Select(split => $"{split.Split.Exams}")],
                .. Shown.Select(name => (IReadOnlyList<string>)[name,
                    .. splits.Select(split => Tables.Figure(split.Split.Metrics[name], split.Split.Intervals[name]))]),
            ]);
        if (seal is not null) Console.WriteLine($"{SealedTest.Words(seal)}: its figures are not printed");
        foreach (string note in report.Notes) Console.WriteLine(note);
        Console.WriteLine(report.Bootstrap.Unit == "patients"
            ? "95 % intervals over patients"
            : "95 % intervals over exams: patients are not known, and if two eyes of one are in, the intervals are too narrow");
    }

    private static Command Make(string name, string description, bool evaluate)
    {
        Command command = new(name, description);
        Option<string?> output = new("--output") { Description = "Folder that receives the Train_N [default: results]" };
        Option<string?> folder =
            new("--run-folder") { Description = "An existing Train_N with its settings.json: start that run, or resume it" };
        command.Options.Add(output);
        command.Options.Add(folder);
        LeaseOptions lease = new(command);
        SettingsOptions options = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            IReadOnlyList<JsonObject> given = options.Read(parsed);
            if (parsed.GetValue(folder) is not { } run)
                return RunAsync(SettingsFile.Combine(given), parsed.GetValue(output)
                    ?? "results", evaluate, lease.Read(parsed), cancellation);
            if (parsed.GetValue(output) is not null)
                throw new InputException("run-folder: is the run's own folder already; leave out --output");
            if (given.Any(part => part.Any(setting => !PathSettings.PlacesOfData.Contains(setting.Key))))
                throw new InputException(
                    $"run-folder: its settings come from its settings.json; leave out all but where its data is now "
                        + $"({string.Join(", ", PathSettings.PlacesOfData)}), or start a new run");
            return FolderRun.RunAsync(run, given, evaluate, lease.Read(parsed), cancellation);
        });
        return command;
    }
}
