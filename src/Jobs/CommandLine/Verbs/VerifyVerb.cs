using System.CommandLine;
using System.Globalization;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`verify`: whether a model predicts here what another program predicted with it.</summary>
internal static class VerifyVerb
{
    public static Command Command()
    {
        Command command =
            new("verify", "Predict with a checkpoint and compare with a predictions.json made elsewhere; exit code 1 if they differ");
        Option<string> weight = ModelOptions.Weight();
        Option<string> predictions =
            new("--predictions") { Description = "The other program's predictions.json for the same split", Required = true };
        Option<double?> tolerance = NumberOption.Of<double>("--tolerance");
        (tolerance.Description, tolerance.DefaultValueFactory) = ("Largest difference of a probability or a metric", _ => 1e-4);
        command.Options.Add(weight);
        command.Options.Add(predictions);
        command.Options.Add(tolerance);
        SettingsOptions options = new(command, ModelOptions.Settings);
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(predictions)!;
            List<string> notes = [];
            IReadOnlyList<SplitPredictions> theirs = PredictionsFile.Read(path, classNames: null, notes);
            foreach (string note in notes) await Console.Error.WriteLineAsync($"warning: {path}: {note}");
            ModelPrediction ours = await ModelPrediction.MakeAsync(parsed.GetValue(weight)!, options.Read(parsed), cancellation);
            PredictionDifference difference = PredictionDifference.Between(ours.Splits, theirs, path);
            return Show(difference, parsed.GetValue(tolerance)!.Value);
        });
        return command;
    }

    private static int Show(PredictionDifference difference, double tolerance)
    {
        Console.WriteLine("largest differences");
        Tables.Write(
            ["split", "exams", "probability", "at", "metric", "of"],
            difference.Splits.Select(split => (IReadOnlyList<string>)
            [
                split.Split, $"{split.Exams}", Figure(split.Probability), split.Exam, Figure(split.Metric), split.MetricName,
            ]));
        bool same = difference.Largest <= tolerance;
        Console.WriteLine(
            $"{(same ? "the same" : "different")}: the largest difference is {Figure(difference.Largest)}, the tolerance "
                + $"{Figure(tolerance)}");
        return same ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Figure(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
