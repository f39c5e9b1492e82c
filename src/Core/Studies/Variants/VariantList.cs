using System.Text.Json.Nodes;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies.Variants;

/// <summary>Variants from settings files that each have a name.</summary>
public static class VariantList
{
    /// <summary>
    /// The variants, each with what differs from the study's settings only: so a file may be a whole settings.json of a run, as long as
    /// its data and seed are the study's.
    /// </summary>
    /// <param name="common">The settings of the study.</param>
    /// <param name="files">Names and settings, as <see cref="SettingsFile.Read"/> gives them.</param>
    public static IReadOnlyList<StudyVariant> Of(RunSettings common, IReadOnlyList<(string Name, JsonObject Settings)> files)
    {
        JsonObject shared = SettingsFile.ToJson(common);
        return [.. files.Select(file => new StudyVariant(file.Name, new JsonObject(file.Settings
            .Where(setting => !shared.TryGetPropertyValue(setting.Key, out JsonNode? value) || !JsonNode.DeepEquals(value, setting.Value))
            .Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())))))];
    }
}
