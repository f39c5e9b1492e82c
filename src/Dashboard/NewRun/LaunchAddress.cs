using System.Text.Json.Nodes;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Angioboard.Dashboard.NewRun;

/// <summary>Values that an address fills into the form: <c>/new?dataset=phantom&amp;lr=3e-4&amp;preset=phantom-quick</c>.</summary>
public static class LaunchAddress
{
    /// <summary>The run to clone; null for none.</summary>
    public static string? Clone(string address) => One(Query(address), "clone");

    /// <summary>
    /// Fills a form from an address, overriding <paramref name="draft"/>. Unknown names are ignored; an empty dataset means none, for
    /// files named by hand. An address that names files and no dataset means those files, not the dataset that the form would otherwise
    /// start with.
    /// </summary>
    public static LaunchDraft Fill(LaunchDraft draft, string address, Func<string, Dataset?> find)
    {
        Dictionary<string, StringValues> query = Query(address);
        LaunchForm form = new(draft, find);
        if (One(query, "dataset") is { } dataset) form.Choose(dataset.Length == 0 ? null : dataset);
        else if (DatasetSettings.Fixed.Any(query.ContainsKey)) form.Choose(null);
        string? model = One(query, "preset"), data = One(query, "data");
        if (model is not null || data is not null)
            form.ChoosePresets(LaunchPresets.Known("data", data) ?? form.Draft.DataPreset, LaunchPresets.Known("model", model)
                ?? form.Draft.ModelPreset);
        foreach (SettingField field in SettingField.All)
        {
            if (One(query, field.Name) is { } text) form.Type(field, text);
        }
        form.Describe(d => d with
        {
            Experiment = One(query, "experiment") ?? d.Experiment,
            Name = One(query, "name") ?? d.Name,
            Note = One(query, "note") ?? d.Note,
            Tags = One(query, "tags") ?? d.Tags,
            Repeat = One(query, RepeatPlan.FoldsField) is null && One(query, RepeatPlan.SeedsField) is null ? d.Repeat : new LaunchRepeat
            {
                Folds = One(query, RepeatPlan.FoldsField) ?? "", Seeds = One(query, RepeatPlan.SeedsField) ?? "",
            },
        });
        return form.Draft;
    }

    /// <summary>
    /// What to say of an address that names a registered dataset and other files than that dataset's, which are not used; null for any
    /// other address.
    /// </summary>
    public static string? Unused(string address, Func<string, Dataset?> find)
    {
        Dictionary<string, StringValues> query = Query(address);
        if (One(query, "dataset") is not { } name || find(name) is not { } dataset) return null;
        JsonObject own = DatasetSettings.Of(dataset);
        string[] unused =
        [
            .. DatasetSettings.Fixed.Where(setting => One(query, setting) is { } file && file != (string?)own[setting])
                .Select(setting => setting == "split" ? "a split file" : "a frame folder"),
        ];
        return unused.Length == 0 ? null
            : $"The address names the dataset {dataset.Name} and also {string.Join(" and ", unused)}. The dataset's own files are used.";
    }

    private static Dictionary<string, StringValues> Query(string address) => QueryHelpers.ParseQuery(new Uri(address).Query);

    private static string? One(Dictionary<string, StringValues> query, string name) =>
        query.TryGetValue(name, out StringValues values) && values.Count > 0 ? values[^1] : null;
}
