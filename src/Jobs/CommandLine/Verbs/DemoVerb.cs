using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core.Native;
using Angioboard.Core.Phantom;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Options;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>
/// `demo`: makes a synthetic study if there is none, and runs a whole experiment on it, in minutes on two processor cores.
/// </summary>
internal static class DemoVerb
{
    private static readonly PhantomOptions Study = new(Exams: 520, Seed: 42);

    public static Command Command()
    {
        Command command = new("demo", "Make a synthetic study if there is none, and run an experiment on it");
        Option<string> study =
            new("--study") { Description = "Folder of the synthetic study", DefaultValueFactory = _ => Path.Combine("data", "phantom") };
        Option<string> output = new("--output") { Description = "Folder that receives the Train_N",
            DefaultValueFactory = _ => Path.Combine("results", "demo") };
        command.Options.Add(study);
        command.Options.Add(output);
        LeaseOptions lease = new(command);
        SettingsOptions options = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(study)!;
            JsonObject place = new() { ["split"] = Path.Combine(folder, "split.json"), ["datadir"] = folder };
            RunSettings settings =
                SettingsFile.Combine(
                    [Preset.Find("data", "phantom"), Preset.Find("model", "phantom-quick"), place, .. options.Read(parsed)]);
            Libtorch.Load();
            if (!PhantomStudy.Exists(folder, Study))
            {
                await using Screen screen = new(TimeProvider.System);
                PhantomStudy.Write(folder, Study, screen, cancellation);
            }
            return await ExperimentVerb.RunAsync(settings, parsed.GetValue(output)!, evaluate: true, lease.Read(parsed), cancellation);
        });
        return command;
    }
}
