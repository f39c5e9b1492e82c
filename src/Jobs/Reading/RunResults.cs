using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Reading;

/// <summary>Adds to a run what its folder contains besides events: train.meta.json, evaluations, the data's fingerprint.</summary>
internal static class RunResults
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The run with its results; missing or invalid files leave nulls.</summary>
    public static Run Read(Run run)
    {
        RunFolder folder = new(run.Folder);
        JsonObject? meta = Parse<JsonObject>(folder.Meta);
        Dictionary<string, IReadOnlyDictionary<string, double?>> splits = [];
        Add(splits, folder.Evaluation, prefix: "");
        foreach (string other in folder.EvaluationFolders)
            Add(splits, new RunFolder(other).Evaluation, $"{Name(run, Path.GetFileName(other))}: ");
        return run with
        {
            Splits = splits,
            Seals = Seals(run),
            Fingerprint = Fingerprint(folder) ?? run.Fingerprint,
            TrainingSeconds = RunEvents.Number(meta?["training_seconds"]) ?? run.TrainingSeconds,
            FramesPerSecond = RunEvents.Number(meta?["frames_per_second"]) ?? run.FramesPerSecond,
            PeakMemory = (long?)RunEvents.Number(meta?["peak_memory_bytes"]) ?? run.PeakMemory,
            Parameters = (long?)RunEvents.Number(meta?["parameters"]) ?? run.Parameters,
        };
    }

    /// <summary>SHA-256 over the data that the run depends on; null until its trainer has written it.</summary>
    public static string? Fingerprint(RunFolder folder)
    {
        try
        {
            return SettingsFile.Fingerprint(folder.Settings);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>
    /// The seals of a run: the store knows what was done in the dashboard, the files what was done in a terminal or by another dashboard.
    /// </summary>
    public static Dictionary<string, TestSeal> Seals(Run run)
    {
        RunFolder folder = new(run.Folder);
        Dictionary<string, TestSeal> seals = new(run.Seals);
        foreach (RunFolder place in folder.EvaluationFolders.Select(path => new RunFolder(path)).Prepend(folder))
        {
            if (TestSealFile.Find(place) is not { } found) continue;
            string key = place == folder ? "" : place.Name;
            seals[key] = Together(seals.GetValueOrDefault(key), found);
        }
        return seals;
    }

    /// <summary>What the store and a file say of the same seal.</summary>
    internal static TestSeal Together(TestSeal? kept, TestSeal found) => kept?.Dataset is null ? found
        : found.Problem is not null ? kept
        : kept with
        {
            TrainedOn = kept.TrainedOn > found.TrainedOn ? kept.TrainedOn : found.TrainedOn ?? kept.TrainedOn,
            Reveals = [.. kept.Reveals.Concat(found.Reveals).DistinctBy(reveal => (reveal.At, reveal.By)).OrderBy(reveal => reveal.At)],
        };

    private static void Add(Dictionary<string, IReadOnlyDictionary<string, double?>> splits, string path, string prefix)
    {
        if (Parse<Evaluation>(path)?.Splits is not { } found) return;
        foreach ((string split, Metrics of) in found)
        {
            if (of?.Values is { } values) splits[prefix + split] = values;
        }
    }

    private static string Name(Run run, string folder) =>
        run.Evaluations.Keys.FirstOrDefault(name => EvaluationNames.Folder(name) == folder) ?? folder;

    private static T? Parse<T>(string path) where T : class
    {
        try
        {
            return JsonText.Parse(SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson)), comments: true).Deserialize<T>(Json);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or InputException)
        {
            return null;
        }
    }

    // The parts of evaluation.json and settings.json that the store keeps.
    private sealed record Evaluation(IReadOnlyDictionary<string, Metrics>? Splits);

    private sealed record Metrics([property: System.Text.Json.Serialization.JsonPropertyName("metrics")]
        IReadOnlyDictionary<string, double?>? Values);
}
