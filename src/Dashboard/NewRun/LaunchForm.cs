using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Dashboard.NewRun;

/// <summary>
/// The form's values. A setting's value comes from (later ones override earlier ones): its default, the data preset, the model preset, the
/// dataset, typed input. Typed values therefore survive a change of preset or dataset.
/// </summary>
public sealed class LaunchForm
{
    private readonly Dictionary<string, (JsonNode? Value, string Origin)> given = [];
    private readonly Func<string, Dataset?> find;

    /// <summary>Restores a form from a draft.</summary>
    /// <param name="draft">The user's input.</param>
    /// <param name="find">The registered dataset of a name, or null.</param>
    public LaunchForm(LaunchDraft draft, Func<string, Dataset?> find)
    {
        this.find = find;
        Draft = draft with { DataPreset = LaunchPresets.Known("data", draft.DataPreset),
            ModelPreset = LaunchPresets.Known("model", draft.ModelPreset) };
        Rebuild();
    }

    /// <summary>The user's input.</summary>
    public LaunchDraft Draft { get; private set; }

    /// <summary>The chosen registered dataset; null if none is chosen or it is no longer registered.</summary>
    public Dataset? Dataset { get; private set; }

    /// <summary>The folder in the results folder that holds the runs.</summary>
    public string Experiment => Draft.Experiment ?? ExperimentName.Of(Draft.Dataset);

    /// <summary>The tags, each once.</summary>
    public IReadOnlyList<string> Tags => TagList.Read(Draft.Tags);

    /// <summary>The text in a field.</summary>
    public string Text(SettingField field) => Own(field.Name) ?? Given(field);

    /// <summary>A field's text without typed input: from a preset, the dataset, or the default.</summary>
    public string Given(SettingField field) =>
        given.TryGetValue(field.Name, out (JsonNode? Value, string Origin) value) ? field.Text(value.Value) : field.Default;

    /// <summary>
    /// The source of a field's value: <c>preset phantom-quick</c>, <c>dataset phantom</c>; null for the default or typed input.
    /// </summary>
    public string? Origin(SettingField field) => given.GetValueOrDefault(field.Name).Origin;

    /// <summary>Whether the field's value was typed.</summary>
    public bool IsTyped(SettingField field) => Own(field.Name) is not null;

    /// <summary>Whether the dataset fixes the field.</summary>
    public bool IsFixed(SettingField field) => Dataset is not null && DatasetSettings.Fixed.Contains(field.Name);

    /// <summary>Whether the value is not the default.</summary>
    public bool Differs(SettingField field) => Text(field) != field.Default;

    /// <summary>The texts of the settings that may name files.</summary>
    public IReadOnlyDictionary<string, string> Paths() =>
        PathSettings.Names.ToDictionary(name => name, name => Text(SettingField.Find(name)).Trim());

    /// <summary>The settings of dataset and presets, for <see cref="SettingsFile.Combine"/>.</summary>
    public JsonObject GivenSettings() => new([.. given.Select(value => KeyValuePair.Create(value.Key, value.Value.Value?.DeepClone()))]);

    /// <summary>The typed settings, with their texts.</summary>
    public IEnumerable<(SettingField Field, string Text)> Typed() =>
        SettingField.All.Where(IsTyped).Select(field => (field, Own(field.Name)!));

    /// <summary>Sets a field's typed text.</summary>
    public void Type(SettingField field, string text)
    {
        Dictionary<string, string> typed = new(Draft.Typed);
        if (text == Given(field)) typed.Remove(field.Name);
        else typed[field.Name] = text;
        Draft = Draft with { Typed = typed };
    }

    /// <summary>Clears typed input; without any, sets the default over the preset's or dataset's value.</summary>
    public void Reset(SettingField field) => Type(field, IsTyped(field) ? Given(field) : field.Default);

    /// <summary>Chooses a dataset, or null for files named by hand; the phantom dataset also selects its presets.</summary>
    public void Choose(string? dataset)
    {
        Draft = Draft with { Dataset = dataset };
        if (!Draft.PresetsChosen)
        {
            bool phantom = dataset == PhantomOffer.Name;
            Draft = Draft with { DataPreset = phantom ? PhantomOffer.Name : null,
                ModelPreset = phantom ? "phantom-quick" : LaunchPresets.Original };
        }
        Rebuild();
    }

    /// <summary>Chooses presets.</summary>
    public void ChoosePresets(string? data, string? model)
    {
        Draft = Draft with { DataPreset = data, ModelPreset = model, PresetsChosen = true };
        Rebuild();
    }

    /// <summary>Changes the description of the runs.</summary>
    public void Describe(Func<LaunchDraft, LaunchDraft> change) => Draft = change(Draft);

    private string? Own(string name) =>
        Dataset is not null && DatasetSettings.Fixed.Contains(name) ? null : Draft.Typed.GetValueOrDefault(name);

    private void Rebuild()
    {
        Dataset = Draft.Dataset is { } name ? find(name) : null;
        given.Clear();
        if (Draft.DataPreset is { } data) Lay(LaunchPresets.Settings("data", data), $"preset {data}");
        if (Draft.ModelPreset is { } model) Lay(LaunchPresets.Settings("model", model), $"preset {model}");
        if (Dataset is { } dataset) Lay(DatasetSettings.Of(dataset), $"dataset {dataset.Name}");

        void Lay(JsonObject part, string origin)
        {
            foreach ((string setting, JsonNode? value) in part) given[setting] = (value, origin);
        }
    }
}
