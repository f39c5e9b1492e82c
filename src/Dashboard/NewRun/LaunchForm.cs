using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;

namespace Angioboard.Dashboard.NewRun;

/// <summary>
/// The form's values. A setting's value comes from, the later over the earlier: its default, the data preset, the model preset, the dataset, and
/// what somebody typed; so that another preset or dataset keeps what was typed.
/// </summary>
public sealed class LaunchForm
{
    /// <summary>The settings that name a dataset's files.</summary>
    internal static readonly string[] Files = ["split", "datadir"];

    private readonly Dictionary<string, (JsonNode? Value, string Origin)> given = [];
    private readonly Func<string, Dataset?> find;

    /// <summary>A form as it was left.</summary>
    /// <param name="draft">What was entered.</param>
    /// <param name="find">The registered dataset of a name, or null.</param>
    public LaunchForm(LaunchDraft draft, Func<string, Dataset?> find)
    {
        this.find = find;
        Draft = draft with { DataPreset = LaunchPresets.Known("data", draft.DataPreset), ModelPreset = LaunchPresets.Known("model", draft.ModelPreset) };
        Rebuild();
    }

    /// <summary>What has been entered.</summary>
    public LaunchDraft Draft { get; private set; }

    /// <summary>The registered dataset chosen; null if none is, or it is not registered any more.</summary>
    public Dataset? Dataset { get; private set; }

    /// <summary>The folder below the results that receives the runs.</summary>
    public string Experiment => Draft.Experiment ?? ExperimentName.Of(Draft.Dataset);

    /// <summary>The tags, each once.</summary>
    public IReadOnlyList<string> Tags => [.. Draft.Tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>The text that stands in a field.</summary>
    public string Text(SettingField field) => Own(field.Name) ?? Given(field);

    /// <summary>The text that a field has where nobody types: of a preset, the dataset, or the default.</summary>
    public string Given(SettingField field) => given.TryGetValue(field.Name, out var value) ? field.Text(value.Value) : field.Default;

    /// <summary>Where a field's value comes from: <c>preset phantom-quick</c>, <c>dataset phantom</c>; null for the default or what was typed.</summary>
    public string? Origin(SettingField field) => given.GetValueOrDefault(field.Name).Origin;

    /// <summary>Whether somebody typed the field's value.</summary>
    public bool IsTyped(SettingField field) => Own(field.Name) is not null;

    /// <summary>Whether the field is the dataset's own and cannot be typed.</summary>
    public bool IsFixed(SettingField field) => Dataset is not null && Files.Contains(field.Name);

    /// <summary>Whether the value is not the default.</summary>
    public bool Differs(SettingField field) => Text(field) != field.Default;

    /// <summary>The texts of the settings that may name files.</summary>
    public IReadOnlyDictionary<string, string> Paths() => SettingsRules.PathNames.ToDictionary(name => name, name => Text(SettingField.Find(name)).Trim());

    /// <summary>What a dataset and presets set, for <see cref="SettingsFile.Combine"/>.</summary>
    public JsonObject GivenSettings() => new([.. given.Select(value => KeyValuePair.Create(value.Key, value.Value.Value?.DeepClone()))]);

    /// <summary>The settings that somebody typed, with their texts.</summary>
    public IEnumerable<(SettingField Field, string Text)> Typed() =>
        SettingField.All.Where(IsTyped).Select(field => (field, Own(field.Name)!));

    /// <summary>Types into a field.</summary>
    public void Type(SettingField field, string text)
    {
        Dictionary<string, string> typed = new(Draft.Typed);
        if (text == Given(field)) typed.Remove(field.Name);
        else typed[field.Name] = text;
        Draft = Draft with { Typed = typed };
    }

    /// <summary>Takes back what was typed; where nothing was, sets the default over the preset's or dataset's value.</summary>
    public void Reset(SettingField field) => Type(field, IsTyped(field) ? Given(field) : field.Default);

    /// <summary>Chooses a dataset, or null for files named by hand; the phantom study brings its presets.</summary>
    public void Choose(string? dataset)
    {
        Draft = Draft with { Dataset = dataset };
        if (!Draft.PresetsChosen)
        {
            bool phantom = dataset == PhantomOffer.Name;
            Draft = Draft with { DataPreset = phantom ? PhantomOffer.Name : null, ModelPreset = phantom ? "phantom-quick" : LaunchPresets.Original };
        }
        Rebuild();
    }

    /// <summary>Chooses presets.</summary>
    public void ChoosePresets(string? data, string? model)
    {
        Draft = Draft with { DataPreset = data, ModelPreset = model, PresetsChosen = true };
        Rebuild();
    }

    /// <summary>Changes what is said about the runs.</summary>
    public void Describe(Func<LaunchDraft, LaunchDraft> change) => Draft = change(Draft);

    private string? Own(string name) => Dataset is not null && Files.Contains(name) ? null : Draft.Typed.GetValueOrDefault(name);

    private void Rebuild()
    {
        Dataset = Draft.Dataset is { } name ? find(name) : null;
        given.Clear();
        if (Draft.DataPreset is { } data) Lay(LaunchPresets.Settings("data", data), $"preset {data}");
        if (Draft.ModelPreset is { } model) Lay(LaunchPresets.Settings("model", model), $"preset {model}");
        if (Dataset is { } dataset) Lay(LaunchPresets.Settings(dataset), $"dataset {dataset.Name}");

        void Lay(JsonObject part, string origin)
        {
            foreach ((string setting, JsonNode? value) in part) given[setting] = (value, origin);
        }
    }
}
