using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Papers.Study;

/// <summary>How a run was trained: what the methods of a paper say of it.</summary>
/// <param name="Name">What the paper calls it.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Settings">Its settings.</param>
internal record TrainedRun(string Name, RunFolder Folder, RunSettings Settings)
{
    /// <summary>Where it was trained; null if settings.json does not say.</summary>
    public JsonObject? Environment { get; init; }

    /// <summary>train.meta.json; null if it is not there, or cannot be read.</summary>
    public JsonObject? Meta { get; init; }

    /// <summary>The epochs that count.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The epoch that was kept, counted from 1; null if none has a value.</summary>
    public EpochRecord? Kept
    {
        get
        {
            EpochRecord? best = null;
            string key = Settings.CheckpointMetric.Key();
            foreach (EpochRecord epoch in Epochs)
            {
                if (Settings.CheckpointMetric.Improves(epoch.Values.GetValueOrDefault(key), best?.Values.GetValueOrDefault(key)))
                    best = epoch;
            }
            return best;
        }
    }

    /// <summary>A setting as people write it.</summary>
    public string Text(string setting) =>
        Lists.Columns.SettingsDifference.Text(setting, SettingsFile.ToJson(Settings)[setting]);

    /// <summary>Reads a run's folder, which has settings.json.</summary>
    /// <exception cref="InputException">settings.json cannot be read.</exception>
    public static TrainedRun Read(string name, RunFolder folder) =>
        new(name, folder, SettingsRules.Resolve(SettingsFile.Combine([SettingsFile.Read(folder.Settings)])))
        {
            Environment = SettingsFile.Provenance(folder.Settings)?.Environment as JsonObject,
            Meta = Parse(folder.Meta),
            Epochs = [.. RunState.Of(folder.Metrics).Epochs],
        };

    private static JsonObject? Parse(string path)
    {
        try
        {
            return JsonText.Parse(SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson))) as JsonObject;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or InputException)
        {
            return null;
        }
    }
}
