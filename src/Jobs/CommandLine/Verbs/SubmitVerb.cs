using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`submit`: queues a run in the dashboard instead of training here; `stop`: ends a run that the dashboard knows.</summary>
internal static class SubmitVerb
{
    public static Command Command()
    {
        Command command = new("submit", "Queue a run with the dashboard of this machine; prints the run's id");
        Option<string> experiment =
            new("--experiment") { Description = "Folder of the results that receives the Train_N", DefaultValueFactory = _ => "submitted" };
        Option<string?> name = new("--name") { Description = "A name for the run" };
        Option<string?> note = new("--note") { Description = "A note on it" };
        Option<string?> tags = new("--tags") { Description = "Words to find it by, separated by commas", HelpName = "a,b,…" };
        command.Options.Add(experiment);
        command.Options.Add(name);
        command.Options.Add(note);
        command.Options.Add(tags);
        SettingsOptions options = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            RunSettings settings = SettingsFile.Combine(options.Read(parsed));
            SettingsRules.RequireData(settings);
            JsonObject request = new()
            {
                ["verb"] = "submit",
                // the dashboard knows the devices
                ["settings"] = SettingsFile.ToJson(SettingsRules.Resolve(settings) with { Threads = settings.Threads }),
                ["experiment"] = parsed.GetValue(experiment),
                ["name"] = parsed.GetValue(name),
                ["note"] = parsed.GetValue(note),
                ["tags"] = new JsonArray([.. TagList.Read(parsed.GetValue(tags) ?? "").Select(tag => (JsonNode)tag)]),
            };
            JsonObject answer = await ControlClient.AskAsync(DataFolder.Resolve(), request, cancellation);
            foreach (JsonNode? line in answer["warnings"] as JsonArray ?? []) Console.Error.WriteLine($"warning: {line}");
            Console.WriteLine((string?)answer["run"]);
            return ExitCode.Done;
        });
        return command;
    }

    public static Command StopCommand()
    {
        Command command = new("stop", "Stop a run that the dashboard of this machine has queued or is training");
        Argument<string> run = new("run") { Description = "The run's id, such as demo/Train_3" };
        command.Arguments.Add(run);
        command.SetAction(async (parsed, cancellation) =>
        {
            JsonObject request = new() { ["verb"] = "stop", ["run"] = parsed.GetValue(run) };
            Console.WriteLine((string?)(await ControlClient.AskAsync(DataFolder.Resolve(), request, cancellation))["run"]);
            return ExitCode.Done;
        });
        return command;
    }
}
