using System.Text.Json.Nodes;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Experiments;

/// <summary>Other places for the data of a run that is there already, as when its study was moved: what that does to the run's settings.json.</summary>
public static class RunMove
{
    /// <summary>The settings that say where a run's data is.</summary>
    public static IReadOnlyList<string> Places { get; } = ["split", "datadir", "patients"];

    /// <summary>Makes sure that the data of a run that is to go on is where its settings say.</summary>
    /// <exception cref="InputException">It is not; the line says how to name another place.</exception>
    public static void RequireData(RunFolder folder, RunSettings settings)
    {
        if (!Directory.Exists(settings.Datadir))
            throw new InputException($"{settings.Datadir}: this data folder does not exist; restore it, or give its new path: angioboard resume {folder.Path} --datadir FOLDER");
    }

    /// <summary>Makes sure that the data in its new place is what the run has learnt from, and records the place.</summary>
    /// <param name="folder">The run's folder. No trainer may work in it.</param>
    /// <param name="places">Those of <see cref="Places"/> that are new.</param>
    /// <param name="progress">How far the reading has come.</param>
    /// <param name="cancellation">Stops the reading; the folder is as it was.</param>
    /// <returns>What is other than before, a line each.</returns>
    /// <exception cref="InputException">There is no data, or it is other data; the folder is as it was.</exception>
    public static IReadOnlyList<string> Apply(RunFolder folder, JsonObject places, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        JsonObject recorded = SettingsFile.Read(folder.Settings);
        places = WithSplit(recorded, places);
        RunSettings settings = SettingsRules.Resolve(SettingsFile.Combine(recorded, places));
        SettingsRules.RequireData(settings);
        ExamIndexOptions options = settings.IndexOptions(requireTrain: true);
        string split = places.ContainsKey("split") || !File.Exists(folder.Split) ? settings.Split! : folder.Split;
        ExamIndex index = ExamIndex.Read(split, settings.Datadir!, options, progress, cancellation);
        Provenance.RequireSame(folder, DataFingerprint.Of(index, options));
        // Before a run has begun, there is no fingerprint yet, but its split.
        if (SettingsFile.Fingerprint(folder.Settings) is null && split != folder.Split && File.Exists(folder.Split)
            && !SplitCopy.Read(split, options.NumClasses).AsSpan().SequenceEqual(SplitCopy.Read(folder.Split, options.NumClasses)))
            throw new InputException($"{split}: is not the split file the run was launched with, {folder.Split}; leave out --split, or launch a new run");

        JsonObject all = SettingsFile.Records(folder.Settings), now = SettingsFile.ToJson(settings);
        List<string> changes = [];
        foreach (string place in Places.Where(place => places.ContainsKey(place) && $"{now[place]}" != $"{recorded[place]}"))
        {
            changes.Add($"{folder.Path}: {place} is now {now[place]}; it was {recorded[place]?.ToString() ?? "none"}");
            all[place] = now[place]?.DeepClone();
        }
        if (changes.Count > 0) AtomicFile.WriteText(folder.Settings, all.ToJsonString(SettingsFile.Json) + "\n");
        return changes;
    }

    // A split file within a folder that has moved has moved with it.
    private static JsonObject WithSplit(JsonObject recorded, JsonObject places)
    {
        if (places.ContainsKey("split") || (string?)places["datadir"] is not { } now || (string?)recorded["datadir"] is not { } before) return places;
        if ((string?)recorded["split"] is not { } split || File.Exists(split)) return places;
        string inside = Path.GetRelativePath(before, split), moved = Path.Combine(Path.GetFullPath(now), inside);
        if (inside.StartsWith("..", StringComparison.Ordinal) || !File.Exists(moved)) return places;
        JsonObject all = places.DeepClone().AsObject();
        all["split"] = moved;
        return all;
    }
}
