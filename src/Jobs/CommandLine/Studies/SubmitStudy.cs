using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.CommandLine.Client;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study new --submit`: a dashboard makes the study and queues its runs.</summary>
internal sealed class SubmitStudy
{
    private const string Submit = "--submit";

    private readonly Option<bool> submit = new(Submit)
    {
        Description = "Let a dashboard make the study and queue its runs, instead of making it here; prints the study's id",
    };
    private readonly Option<string?> experiment = new("--experiment")
    {
        Description = $"With {Submit}, folder of the dashboard's results that receives the study [default: submitted]",
    };
    private readonly Option<string?> name = new("--name") { Description = $"With {Submit}, a name for the runs, such as \"lr {{lr}}\"" };
    private readonly Option<string?> note = new("--note") { Description = $"With {Submit}, a note on them" };
    private readonly Option<string?> tags = new("--tags")
    {
        Description = $"With {Submit}, words to find them by, separated by commas", HelpName = "a,b,…",
    };
    private readonly Option<string?> dataset = new("--dataset")
    {
        Description = $"With {Submit}, a dataset that is registered with the dashboard, instead of files",
    };
    private readonly ServerOptions server;

    /// <summary>Adds the options to a verb.</summary>
    public SubmitStudy(Command command)
    {
        foreach (Option option in new Option[] { submit, experiment, name, note, tags, dataset }) command.Options.Add(option);
        server = new ServerOptions(command);
    }

    /// <summary>Whether a dashboard is to make the study.</summary>
    /// <exception cref="InputException">An option was given that is for a dashboard only.</exception>
    public bool IsAsked(ParseResult parsed)
    {
        if (parsed.GetValue(submit)) return true;
        Option<string?>? only = new[] { experiment, name, note, tags, dataset }
            .FirstOrDefault(option => parsed.GetValue(option) is not null);
        return only is null ? false : throw new InputException($"{only.Name}: is for a study that a dashboard makes; give {Submit} too");
    }

    /// <summary>Whether the data is named by files, which must be given then.</summary>
    public bool NamesFiles(ParseResult parsed) => parsed.GetValue(dataset) is null;

    /// <summary>Asks the dashboard, and prints the study's id.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="given">The settings, part by part.</param>
    /// <param name="request">What the study compares.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InputException">No dashboard answers, or it refuses.</exception>
    public async Task AskAsync(
        ParseResult parsed, IReadOnlyList<JsonObject> given, StudyRequest request, CancellationToken cancellation)
    {
        JsonObject body = new()
        {
            ["experiment"] = parsed.GetValue(experiment) ?? "submitted",
            ["settings"] = SubmittedSettings.Of(given, server.IsRemote(parsed), NamesFiles(parsed)),
            ["dataset"] = parsed.GetValue(dataset),
            ["seeds"] = request.Seeds.Count > 0 ? List(request.Seeds) : null,
            ["metric"] = request.Metric,
            ["baseline"] = request.Baseline,
            ["search"] = request.Search is { } search ? StudyPlanFile.Json(search) : null,
            ["name"] = parsed.GetValue(name),
            ["note"] = parsed.GetValue(note),
            ["tags"] = List(TagList.Read(parsed.GetValue(tags) ?? "")),
        };
        if (request.Variants.Count > 0)
            body["variants"] = new JsonArray([.. request.Variants.Select(variant =>
                new JsonObject { ["name"] = variant.Name, ["settings"] = variant.Settings.DeepClone() })]);
        switch (request.Folds)
        {
            case PatientFolds patients:
                body["folds"] = patients.Patients;
                break;
            case FileFolds files:
                body["fold_files"] = List(files.Files);
                break;
            case CurveFolds curve:
                (body["learning_curve"], body["shares"]) = (true, List(curve.Shares.Select(share => share * 100)));
                break;
        }
        using DashboardClient dashboard = server.Open(parsed);
        JsonObject answer = await dashboard.AskAsync(HttpMethod.Post, "studies", body, cancellation);
        foreach (JsonNode? line in answer["warnings"] as JsonArray ?? [])
            Console.Error.WriteLine($"warning: {VisibleText.Line($"{line}")}");
        string id = VisibleText.Line($"{answer["id"]}");
        if (id.Length == 0)
            throw new InputException("the dashboard's answer names no study; look at its page before you ask again");
        Console.Error.WriteLine($"{(answer["runs"] as JsonArray)?.Count ?? 0} runs are queued");
        Console.WriteLine(id);
    }

    private static JsonArray List<T>(IEnumerable<T> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
