using System.CommandLine;
using Angioboard.Core.Native;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`export`: a trained model as safetensors, with its settings and normalizer in the file's metadata.</summary>
internal static class ExportVerb
{
    public static Command Command()
    {
        Command command = new("export", "Write a trained model as model.safetensors, which holds all that prediction needs");
        Option<string> weight = ModelOptions.Weight();
        Option<string> output = new("--output") { Description = "File to write", DefaultValueFactory = _ => "model.safetensors" };
        command.Options.Add(weight);
        command.Options.Add(output);
        SettingsOptions options = new(
            command, [.. ModelOptions.Settings.Except([.. PathSettings.PlacesOfData, "batch_size", "device", "threads"])]);
        command.SetAction(parsed =>
        {
            Libtorch.Load();
            using TrainedModel source = TrainedModel.Open(parsed.GetValue(weight)!, options.Read(parsed));
            foreach (string note in source.Notes) Console.Error.WriteLine(note);
            ModelExport.Write(parsed.GetValue(output)!, source);
            Console.WriteLine($"{parsed.GetValue(output)}: {source.Model.ParameterCount:N0} parameters of {source.Path}");
            return ExitCode.Done;
        });
        return command;
    }
}
