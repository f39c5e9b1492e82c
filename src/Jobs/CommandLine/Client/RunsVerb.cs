using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.CommandLine.Client;

/// <summary>`runs`: the list of a dashboard's runs.</summary>
internal static class RunsVerb
{
    private const int AtOnce = 500;
    private const string Usual = "id,name,status,created";

    private static readonly JsonSerializerOptions Lines = new(JsonText.Unescaped) { WriteIndented = false };

    public static Command Command()
    {
        Command command = new("runs", "List the runs of a dashboard that match, as in the search field of its list");
        Argument<string?> query = new("QUERY")
        {
            Description = "Words and conditions, such as \"val_auc>0.8 status:finished\" [default: all]", Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> fields = new("--fields")
        {
            Description = "Columns by the names of the list's CSV", HelpName = "a,b,…", DefaultValueFactory = _ => Usual,
        };
        Option<string?> sort = new("--sort") { Description = "A column; with a minus in front, the largest or newest first" };
        Option<int> limit = new("--limit") { Description = "How many runs at most", DefaultValueFactory = _ => 100, HelpName = "n" };
        Option<bool> json = new("--json") { Description = "Print a line of JSON for each run" };
        command.Arguments.Add(query);
        foreach (Option option in new Option[] { fields, sort, limit, json }) command.Options.Add(option);
        ServerOptions server = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using DashboardClient dashboard = server.Open(parsed);
            IReadOnlyList<JsonObject> runs = await ListAsync(dashboard, parsed.GetValue(query), parsed.GetValue(fields)!,
                parsed.GetValue(sort), parsed.GetValue(limit), cancellation);
            if (parsed.GetValue(json))
            {
                foreach (JsonObject run in runs) Console.WriteLine(run.ToJsonString(Lines));
            }
            else if (runs.Count > 0)
            {
                string[] columns = [.. runs[0].Select(field => field.Key)];
                Tables.Write(columns, runs.Select(run => (IReadOnlyList<string>)[.. columns.Select(name => Text(run[name]))]),
                    textColumns: columns.Length);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<JsonObject>> ListAsync(
        DashboardClient dashboard, string? query, string fields, string? sort, int limit, CancellationToken cancellation)
    {
        List<JsonObject> runs = [];
        string? cursor = null;
        do
        {
            string path = string.Create(CultureInfo.InvariantCulture,
                $"runs?limit={Math.Clamp(limit - runs.Count, 1, AtOnce)}&fields={Uri.EscapeDataString(fields)}")
                + Given("query", query) + Given("sort", sort) + Given("cursor", cursor);
            JsonObject answer = await dashboard.AskAsync(HttpMethod.Get, path, null, cancellation);
            int before = runs.Count;
            runs.AddRange((answer["runs"] as JsonArray ?? []).OfType<JsonObject>().Take(limit - before));
            cursor = $"{answer["next"]}" is { Length: > 0 } next && runs.Count > before ? next : null;
        }
        while (cursor is not null && runs.Count < limit);
        return runs;
    }

    private static string Given(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonObject => value.ToJsonString(Lines),
        // A terminal would obey what it cannot show.
        _ => VisibleText.Line($"{value}"),
    };
}
