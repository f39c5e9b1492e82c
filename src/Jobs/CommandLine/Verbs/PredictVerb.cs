using System.CommandLine;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`predict`: probabilities of every exam of a split file, from a trained model.</summary>
internal static class PredictVerb
{
    public static Command Command()
    {
        Command command = new("predict", "Predict every split with a trained model; settings that the checkpoint holds can be left out");
        Option<string> weight = ModelOptions.Weight();
        Option<string> output = new("--output") { Description = "File to write", DefaultValueFactory = _ => "predictions.json" };
        command.Options.Add(weight);
        command.Options.Add(output);
        SettingsOptions options = new(command, ModelOptions.Settings);
        command.SetAction(async (parsed, cancellation) =>
        {
            ModelPrediction prediction = await ModelPrediction.MakeAsync(parsed.GetValue(weight)!, options.Read(parsed), cancellation);
            PredictionsFile.Write(parsed.GetValue(output)!, prediction.Splits);
            Console.WriteLine(
                $"{parsed.GetValue(output)}: {prediction.Splits.Sum(split => split.Exams.Count)} exams by {prediction.Weight}");
            return ExitCode.Done;
        });
        return command;
    }
}
