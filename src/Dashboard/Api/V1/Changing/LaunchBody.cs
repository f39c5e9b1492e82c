using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>The runs to launch.</summary>
/// <param name="Experiment">The folder of the results that receives the runs: letters, digits, dots, dashes, underscores.</param>
/// <param name="Settings">Settings that all runs have, named as in settings.json; what is left out has its default.</param>
/// <param name="Vary">Settings with several values, two at most: one run for each combination of their values.</param>
/// <param name="Dataset">A registered dataset, which gives the files, the classes and what else belongs to it.</param>
/// <param name="Name">A name, in which <c>{lr}</c> stands for the run's value of a setting.</param>
/// <param name="Note">A note in free text.</param>
/// <param name="Tags">Tags.</param>
internal sealed record LaunchBody(
    string Experiment, JsonObject? Settings, Dictionary<string, JsonArray>? Vary, string? Dataset, string? Name, string? Note,
    IReadOnlyList<string>? Tags)
{
    // The version of the program that wrote a settings.json, the data that it was used on, and the run's place in a study.
    private static readonly string[] records = ["environment", "fingerprint", "extensions", "study", "variant", "fold"];

    /// <summary>The fields.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["experiment", "settings", "vary", "dataset", "name", "note", "tags"];

    /// <summary>The request in a body.</summary>
    /// <exception cref="InputException">Something about it cannot be used; all problems are named by field.</exception>
    public static LaunchRequest Read(JsonBody body, DatasetStore datasets)
    {
        string? experiment = body.Text("experiment"), dataset = body.Text("dataset"), name = body.Text("name"), note = body.Text("note");
        IReadOnlyList<string>? tags = body.Texts("tags");
        JsonObject own = body.Object("settings") ?? [], vary = body.Object("vary") ?? [];
        if (experiment is null) body.Add("experiment: is missing; give the folder of the results that receives the runs");
        JsonObject given = Given(body, own, dataset, datasets);
        foreach (string setting in vary.Select(field => field.Key).Where(key => !SettingsFile.Names.ContainsKey(key)))
            body.Add(NoSetting(setting));
        foreach (string setting in vary.Where(field => field.Value is not JsonArray { Count: > 0 }).Select(field => field.Key))
            body.Add($"{setting}: is not a list of values to vary");
        body.Require();
        LaunchGrid grid = LaunchGrid.Of(
            given,
            [.. vary.Select(field => (field.Key, (IReadOnlyList<JsonNode?>)[.. (JsonArray)field.Value!]))]);
        foreach ((string setting, string text) in grid.Problems) body.Add(setting.Length > 0 ? $"{setting}: {text}" : text);
        body.Require();
        return new LaunchRequest
        {
            Settings = grid.Settings, Experiment = experiment!, Name = name, Note = note ?? "", Tags = tags ?? [], Dataset = dataset,
        };
    }

    /// <summary>The settings that a body gives, over those of its dataset.</summary>
    public static JsonObject Given(JsonBody body, JsonObject own, string? dataset, DatasetStore datasets)
    {
        Dataset? known = dataset is null ? null : datasets.Find(dataset);
        if (dataset is not null && known is null) body.Add($"dataset: {LaunchRules.Unregistered(dataset)}");
        foreach (string record in records) own.Remove(record);
        foreach (string setting in own.Select(field => field.Key).Where(key => !SettingsFile.Names.ContainsKey(key)))
            body.Add(NoSetting(setting));
        return Over(known is null ? [] : DatasetSettings.Of(known), own);
    }

    private static string NoSetting(string name) =>
        $"{name}: is not a setting; see `angioboard experiment --help`, or the settings.json of a run";

    private static JsonObject Over(JsonObject given, JsonObject own)
    {
        foreach ((string name, JsonNode? value) in own) given[name] = value?.DeepClone();
        return given;
    }
}
