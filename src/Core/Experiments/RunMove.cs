using System.Text.Json.Nodes;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Experiments;

/// <summary>New paths for the data of an existing run, for example after its study was moved, recorded in settings.json.</summary>
public static class RunMove
{
    /// <summary>Checks that the data of a run to resume is where its settings say.</summary>
    /// <exception cref="InputException">It is not; the message says how to give another path.</exception>
    public static void RequireData(RunFolder folder, RunSettings settings)
    {
        if (!Directory.Exists(settings.Datadir))
            throw new InputException(
                $"{settings.Datadir}: this data folder does not exist; restore it, or give its new path: " +
                $"angioboard resume {folder.Path} --datadir FOLDER");
    }

    /// <summary>Checks that the data at the new path is what the run was trained on, and records the path.</summary>
    /// <param name="folder">The run's folder. No trainer may work in it.</param>
    /// <param name="places">Those of <see cref="PathSettings.PlacesOfData"/> that are new.</param>
    /// <param name="progress">Receives the progress of reading.</param>
    /// <param name="cancellation">Stops reading; the folder is unchanged.</param>
    /// <returns>The changes, one line each.</returns>
    /// <exception cref="InputException">The data is missing or different; the folder is unchanged.</exception>
    public static IReadOnlyList<string> Apply(RunFolder folder, JsonObject places, IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        JsonObject recorded = SettingsFile.Read(folder.Settings);
        places = WithSplit(recorded, places);
        RunSettings settings = SettingsRules.Resolve(SettingsFile.Combine(recorded, places));
        SettingsRules.RequireData(settings);
        ExamIndexOptions options = settings.IndexOptions(requireTrain: true);
        string split = places.ContainsKey("split") || !File.Exists(folder.Split) ? settings.Split! : folder.Split;
        ExamIndex index = ExamIndex.Read(split, settings.Datadir!, options, progress, cancellation);
        Provenance.RequireSame(folder, DataFingerprint.Of(index, options));
        // Before a run has started there is no fingerprint, only its split.
        if (SettingsFile.Fingerprint(folder.Settings) is null && split != folder.Split && File.Exists(folder.Split)
            && !SplitCopy.Read(split, options.NumClasses).AsSpan().SequenceEqual(SplitCopy.Read(folder.Split, options.NumClasses)))
            throw new InputException(
                $"{split}: is not the split file the run was launched with, {folder.Split}; leave out --split, or launch a new run");

        JsonObject all = SettingsFile.Records(folder.Settings), now = SettingsFile.ToJson(settings);
        List<string> changes = [];
        IEnumerable<string> given = PathSettings.PlacesOfData.Where(places.ContainsKey);
        foreach (string place in given.Where(place => $"{now[place]}" != $"{recorded[place]}"))
        {
            changes.Add($"{folder.Path}: {place} is now {now[place]}; it was {recorded[place]?.ToString() ?? "none"}");
            all[place] = now[place]?.DeepClone();
        }
        if (changes.Count > 0) AtomicFile.WriteText(folder.Settings, all.ToJsonString(SettingsFile.Json) + "\n");
        return changes;
    }

    /// <summary>Records another device to train on. Without a scheduler of jobs, that is the machine's own affair.</summary>
    /// <param name="folder">The run's folder. No trainer may work in it.</param>
    /// <param name="device">The device, as in settings.</param>
    /// <exception cref="InputException">The folder cannot be read or written.</exception>
    public static void SetDevice(RunFolder folder, string device)
    {
        JsonObject all = SettingsFile.Records(folder.Settings);
        if ((string?)all["device"] == device) return;
        all["device"] = device;
        AtomicFile.WriteText(folder.Settings, all.ToJsonString(SettingsFile.Json) + "\n");
    }

    // A split file inside a moved folder has moved with it.
    private static JsonObject WithSplit(JsonObject recorded, JsonObject places)
    {
        if (places.ContainsKey("split") || (string?)places["datadir"] is not { } now || (string?)recorded["datadir"] is not { } before)
            return places;
        if ((string?)recorded["split"] is not { } split || File.Exists(split)) return places;
        string inside = Path.GetRelativePath(before, split), moved = Path.Combine(Path.GetFullPath(now), inside);
        if (inside.StartsWith("..", StringComparison.Ordinal) || !File.Exists(moved)) return places;
        JsonObject all = places.DeepClone().AsObject();
        all["split"] = moved;
        return all;
    }
}
