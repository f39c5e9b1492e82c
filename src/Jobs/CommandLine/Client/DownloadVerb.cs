using System.CommandLine;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Client;

/// <summary>`download`: the files of a run.</summary>
internal static class DownloadVerb
{
    public static Command Command()
    {
        Command command = new("download",
            "Download files of a dashboard's run; files that are there already are left out, and what was interrupted continues");
        Argument<string> run = new("RUN") { Description = "The run's id, such as demo/Train_3" };
        Argument<string[]> names = new("NAMES")
        {
            Description = "Files by name, such as \"*.pdf\" or predictions.json [default: all]", Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> output = new("--output")
        {
            Description = "Folder that receives the files [default: RUN]", HelpName = "FOLDER",
        };
        command.Arguments.Add(run);
        command.Arguments.Add(names);
        command.Options.Add(output);
        ServerOptions server = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string id = parsed.GetValue(run)!, folder = parsed.GetValue(output) ?? id, address = RunPath.Of(id);
            using DashboardClient dashboard = server.Open(parsed);
            JsonObject answer = await dashboard.AskAsync(HttpMethod.Get, $"{address}/artifacts", null, cancellation);
            Artifact[] wanted = [.. Chosen([.. (answer["artifacts"] as JsonArray ?? []).Select(Artifact.Of)], parsed.GetValue(names)!, id)];
            await using Screen screen = new(TimeProvider.System);
            Download download = new(dashboard, screen);
            List<string> problems = [];
            foreach (Artifact file in wanted)
            {
                try
                {
                    string path = DownloadPlace.Of(folder, file.Name);
                    string name = string.Join('/', file.Name.Split('/').Select(Uri.EscapeDataString));
                    await download.GetAsync($"{address}/artifacts/{name}", path, file.Size, file.Modified, cancellation);
                }
                catch (InputException e)
                {
                    problems.AddRange(e.Problems);
                }
            }
            if (problems.Count > 0) throw new InputException(problems);
            Console.WriteLine(Path.GetFullPath(folder));
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<Artifact> Chosen(Artifact[] all, string[] names, string run)
    {
        string[] missing = [.. names.Where(name => !all.Any(file => Fits(file, name)))];
        return missing.Length == 0
            ? all.Where(file => names.Length == 0 || names.Any(name => Fits(file, name)))
            : throw new InputException([.. missing.Select(name =>
                $"{name}: {run} has no such file; it has {string.Join(", ", all.Select(file => file.Name))}")]);
    }

    private static bool Fits(Artifact file, string name) => FileSystemName.MatchesSimpleExpression(name, file.Name, ignoreCase: false);

    private sealed record Artifact(string Name, long Size, DateTimeOffset Modified)
    {
        public static Artifact Of(JsonNode? entry) => entry is JsonObject file
            && file["name"] is JsonValue name && name.TryGetValue(out string? text)
            && file["size"] is JsonValue size && size.TryGetValue(out long bytes) && bytes >= 0
            && file["modified"] is JsonValue modified && modified.TryGetValue(out string? time)
            && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? new Artifact(text, bytes, at)
            : throw new InputException("the dashboard's list of files cannot be read; it may be of another version");
    }
}
