using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Client;
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
        Command command = new("submit", "Queue a run with a dashboard; prints the run's id");
        Option<string> experiment =
            new("--experiment") { Description = "Folder of the results that receives the Train_N", DefaultValueFactory = _ => "submitted" };
        Option<string?> name = new("--name") { Description = "A name for the run" };
        Option<string?> note = new("--note") { Description = "A note on it" };
        Option<string?> tags = new("--tags") { Description = "Words to find it by, separated by commas", HelpName = "a,b,…" };
        Option<string?> dataset = new("--dataset") { Description = "A dataset that is registered with the dashboard, instead of files" };
        command.Options.Add(experiment);
        command.Options.Add(name);
        command.Options.Add(note);
        command.Options.Add(tags);
        command.Options.Add(dataset);
        SettingsOptions options = new(command);
        ServerOptions server = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            JsonObject request = new()
            {
                ["settings"] = SubmittedSettings.Of(options.Read(parsed), server.IsRemote(parsed), parsed.GetValue(dataset) is null),
                ["dataset"] = parsed.GetValue(dataset),
                ["experiment"] = parsed.GetValue(experiment),
                ["name"] = parsed.GetValue(name),
                ["note"] = parsed.GetValue(note),
                ["tags"] = new JsonArray([.. TagList.Read(parsed.GetValue(tags) ?? "").Select(tag => (JsonNode)tag)]),
            };
            using DashboardClient dashboard = server.Open(parsed);
            JsonObject answer = await dashboard.AskAsync(HttpMethod.Post, "runs", request, cancellation);
            foreach (JsonNode? line in answer["warnings"] as JsonArray ?? [])
                Console.Error.WriteLine($"warning: {VisibleText.Line($"{line}")}");
            Console.WriteLine((answer["runs"] as JsonArray)?.FirstOrDefault() is JsonObject run
                && VisibleText.Line($"{run["id"]}") is { Length: > 0 } id
                ? id
                : throw new InputException("the dashboard's answer names no run; look at its page before you ask again"));
            return ExitCode.Done;
        });
        return command;
    }

    public static Command StopCommand()
    {
        Command command = new("stop", "Stop a run that a dashboard has queued or is training");
        Argument<string> run = new("run") { Description = "The run's id, such as demo/Train_3" };
        command.Arguments.Add(run);
        ServerOptions server = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = RunPath.Of(parsed.GetValue(run)!);
            using DashboardClient dashboard = server.Open(parsed);
            Console.WriteLine(VisibleText.Line($"{(await dashboard.AskAsync(HttpMethod.Post, $"{path}/stop", null, cancellation))["id"]}"));
            return ExitCode.Done;
        });
        return command;
    }
}
