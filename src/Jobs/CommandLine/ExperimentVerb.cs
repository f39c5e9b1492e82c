using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Training;

namespace Angioboard.Jobs.CommandLine;

/// <summary>`experiment`: train, predict, evaluate; and `train`: its first part.</summary>
internal static class ExperimentVerb
{
    private static readonly string[] Shown =
        [MetricNames.AucOvrMacro, MetricNames.F1Macro, MetricNames.BalancedAccuracy, MetricNames.ImcpArea, MetricNames.LogLoss, MetricNames.Ece];

    public static Command Command() => Make("experiment", "Train, predict and evaluate, into the next Train_N of a folder", evaluate: true);

    public static Command TrainCommand() => Make("train", "Train, into the next Train_N of a folder", evaluate: false);

    /// <summary>Runs an experiment and shows its figures; the exit code tells how it ended.</summary>
    public static async Task<int> RunAsync(RunSettings settings, string output, bool evaluate, CancellationToken cancellation)
    {
        ExperimentResult result;
        await using (Screen screen = new(TimeProvider.System))
        {
            using RunConsole console = new(screen.Say);
            result = await new Experiment(settings, console, screen, TimeProvider.System).RunAsync(output, evaluate, cancellation);
        }
        if (result.Evaluation is { } report) Show(report);
        Console.WriteLine(result.Folder.Path);
        return result.Status switch
        {
            TrainingStatus.Finished => ExitCode.Done,
            TrainingStatus.Stopped => ExitCode.Stopped,
            _ => ExitCode.Failed,
        };
    }

    /// <summary>A table of the splits' main figures with their intervals.</summary>
    public static void Show(EvaluationReport report)
    {
        Tables.Write(
            ["", .. report.Splits.Keys],
            [
                ["exams", .. report.Splits.Values.Select(split => $"{split.Exams}")],
                .. Shown.Select(name => (IReadOnlyList<string>)[name, .. report.Splits.Values.Select(split => Tables.Figure(split.Metrics[name], split.Intervals[name]))]),
            ]);
        foreach (string note in report.Notes) Console.WriteLine(note);
        Console.WriteLine($"95 % intervals by {report.Bootstrap.Resamples} bootstrap resamples of {report.Bootstrap.Unit}");
    }

    private static Command Make(string name, string description, bool evaluate)
    {
        Command command = new(name, description);
        Option<string> output = new("--output") { Description = "Folder that receives the Train_N", DefaultValueFactory = _ => "results" };
        command.Options.Add(output);
        SettingsOptions options = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            RunSettings settings = SettingsFile.Combine(options.Read(parsed));
            Libtorch.Load();
            return RunAsync(settings, parsed.GetValue(output)!, evaluate, cancellation);
        });
        return command;
    }
}
