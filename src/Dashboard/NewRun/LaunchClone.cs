using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.NewRun;

/// <summary>A form prefilled with another run's settings.</summary>
public static class LaunchClone
{
    /// <summary>The form that launches the run again: its dataset, the closest presets, and its other settings as typed input.</summary>
    public static LaunchDraft Of(Run run, Func<string, Dataset?> find)
    {
        string? dataset = run.Dataset is { } name && find(name) is { } registered && registered.Split == run.Settings.Split ? name : null;
        Dictionary<string, SettingRow> rows = SettingsDifference.FromDefaults(run.Settings).ToDictionary(row => row.Name);
        LaunchDraft closest = Candidates(dataset).Select(draft => WithSettings(draft, rows, find)).MinBy(draft => draft.Typed.Count)!;
        return closest with
        {
            Experiment = run.Experiment == ExperimentName.Of(dataset) ? null : run.Experiment,
            Name = run.Name ?? "",
            Note = run.Note,
            Tags = string.Join(", ", run.Tags),
            ClonedFrom = run.Id,
        };
    }

    private static IEnumerable<LaunchDraft> Candidates(string? dataset) =>
        from data in LaunchPresets.Of("data").Select(preset => preset.Name).Prepend(null)
        from model in LaunchPresets.Of("model").Select(preset => preset.Name)
        select new LaunchDraft { Dataset = dataset, DataPreset = data, ModelPreset = model, PresetsChosen = true };

    // Runs store resolved settings: those that resolve to the same value anyway stay unset.
    private static LaunchDraft WithSettings(LaunchDraft draft, Dictionary<string, SettingRow> rows, Func<string, Dataset?> find)
    {
        LaunchForm form = new(draft, find);
        foreach (SettingField field in SettingField.All.Where(field => !form.IsFixed(field)))
        {
            SettingRow row = rows[field.Name];
            string text = row.Differs || !field.MayBeEmpty || field.Name == "max_frames" ? Shown(field, row.Values[0])
                : form.Given(field) == row.Values[0] ? row.Values[0]
                : field.Default;
            form.Type(field, text);
        }
        return form.Draft;
    }

    private static string Shown(SettingField field, string text) =>
        text == "none" && field.MayBeEmpty && field.Name != "pretrained" ? "" : text;
}
