using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.CommandLine.Studies;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`predict`: probabilities of every exam of a split file, from a trained model.</summary>
internal static class PredictVerb
{
    public static Command Command()
    {
        Command command = new("predict", "Predict every split with a trained model; settings that the checkpoint holds can be left out");
        Option<string> weight = ModelOptions.Weight("a study, Study_N, or its ensemble, Study_N/ensembles/NAME");
        Option<string> output = new("--output") { Description = "File to write", DefaultValueFactory = _ => "predictions.json" };
        command.Options.Add(weight);
        command.Options.Add(output);
        Option<string?> variant = new("--variant")
        {
            Description = "With a study as --weight: the variant whose runs predict together [default: its only ensemble, or only variant]",
        };
        command.Options.Add(variant);
        SettingsOptions options = new(command, ModelOptions.Settings);
        command.SetAction(async (parsed, cancellation) =>
        {
            (IReadOnlyList<SplitPredictions> splits, string by) = await PredictAsync(
                parsed.GetValue(weight)!, parsed.GetValue(variant), options.Read(parsed), cancellation);
            PredictionsFile.Write(parsed.GetValue(output)!, splits);
            Console.WriteLine($"{parsed.GetValue(output)}: {splits.Sum(split => split.Exams.Count)} exams by {by}");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<(IReadOnlyList<SplitPredictions> Splits, string By)> PredictAsync(
        string weight, string? variant, IReadOnlyList<JsonObject> given, CancellationToken cancellation)
    {
        if (!StudyPrediction.Is(weight))
        {
            if (variant is not null) throw new InputException("--variant: is for the folder of a study as --weight; leave it out");
            ModelPrediction one = await ModelPrediction.MakeAsync(weight, given, cancellation);
            return (one.Splits, one.Weight);
        }
        StudyPrediction ensemble = await StudyPrediction.MakeAsync(weight, variant, given, cancellation);
        if (ensemble.LeftOut > 0)
            await Console.Error.WriteLineAsync($"warning: {ensemble.LeftOut} exams are left out: a run was trained on them, or chose its "
                + "epoch by them");
        return (ensemble.Splits, ensemble.Words);
    }
}
