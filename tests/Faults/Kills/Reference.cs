using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.EndToEnd;

namespace Angioboard.Faults.Kills;

/// <summary>An undisturbed run, with which killed ones are compared.</summary>
internal sealed class Reference
{
    // These depend on time; everything else must be the same to the last digit.
    private static readonly string[] Times = ["seq", "time", "type", "seconds", "data_wait"];

    private readonly Dictionary<string, byte[]> files;
    private readonly string[] epochs;
    private readonly Dictionary<RunPhase, TimeSpan> durations;

    private Reference(RunFolder folder)
    {
        files = Files(folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
        JsonObject[] events = Events(folder, []);
        epochs = [.. events.Where(line => (string?)line["type"] == "epoch").Select(Values)];
        durations = Durations(events);
    }

    /// <summary>Number of epochs that the run trained.</summary>
    public int Epochs => epochs.Length;

    /// <summary>Trains it in a process that is not disturbed.</summary>
    public static async Task<Reference> MakeAsync(RunVariant variant, string study, string output)
    {
        await EndToEnd.Command.RunAsync(Path.Combine(output, "data"), ["experiment", "--output", output, .. variant.Options(study)]);
        RunFolder folder = new(Path.Combine(output, "Train_1"));
        Reference reference = new(folder);
        if (reference.files.Count != 4)
            throw new InvalidOperationException(
                $"{folder.Path}: the run to compare with lacks files: it has {string.Join(", ", reference.files.Keys)}");
        return reference;
    }

    /// <summary>The approximate duration of the phase.</summary>
    public TimeSpan Took(RunPhase phase) => durations[phase == RunPhase.Checkpointing ? RunPhase.Training : phase];

    /// <summary>How a run that was killed and continued to its end differs; empty if it does not.</summary>
    public IReadOnlyList<string> Differences(RunFolder folder)
    {
        List<string> problems = [];
        Dictionary<string, string> found = Files(folder).ToDictionary(path => Path.GetFileName(path));
        foreach (string extra in found.Keys.Except(files.Keys)) problems.Add($"{extra} is there and should not be");
        foreach ((string name, byte[] bytes) in files)
        {
            if (!found.TryGetValue(name, out string? path)) problems.Add($"{name} is missing");
            else if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) problems.Add($"{name} differs");
        }
        problems.AddRange(Directory.EnumerateFiles(folder.Path, "*.tmp", SearchOption.AllDirectories)
            .Select(path => $"{Path.GetFileName(path)} was left"));
        problems.AddRange(EpochDifferences(Events(folder, problems)));
        return problems;
    }

    private IEnumerable<string> EpochDifferences(JsonObject[] events)
    {
        Dictionary<int, JsonObject> last = [];
        foreach (JsonObject line in events.Where(line => (string?)line["type"] == "epoch")) last[(int)line["epoch"]!] = line;
        if (!last.Keys.Order().SequenceEqual(Enumerable.Range(0, epochs.Length)))
            yield return $"metrics.jsonl has the epochs {string.Join(", ", last.Keys.Order())}, not of 0 to {epochs.Length - 1}";
        foreach ((int epoch, JsonObject line) in last.Where(one => one.Key < epochs.Length))
        {
            if (Values(line) != epochs[epoch]) yield return $"epoch {epoch} is {Values(line)}, not {epochs[epoch]}";
        }
    }

    private static IEnumerable<string> Files(RunFolder folder) => Directory.EnumerateFiles(folder.Path)
        .Where(path => Path.GetFileName(path) is "last.ckpt" or "predictions.json" or "evaluation.json"
            || path.EndsWith(".ckpt", StringComparison.Ordinal));

    private static JsonObject[] Events(RunFolder folder, List<string> problems)
    {
        List<JsonObject> events = [];
        foreach (string line in File.ReadLines(folder.Metrics))
        {
            try
            {
                events.Add(JsonNode.Parse(line)!.AsObject());
            }
            catch (System.Text.Json.JsonException)
            {
                problems.Add($"metrics.jsonl has the line {line}");
            }
        }
        long[] numbers = [.. events.Select(line => (long)line["seq"]!)];
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] <= numbers[i - 1]) problems.Add($"metrics.jsonl: event {numbers[i]} follows event {numbers[i - 1]}");
        }
        return [.. events];
    }

    private static string Values(JsonObject epoch) =>
        string.Join(", ", epoch.Where(value => !Times.Contains(value.Key))
            .Select(value => $"{value.Key} {value.Value?.ToJsonString() ?? "null"}"));

    private static Dictionary<RunPhase, TimeSpan> Durations(JsonObject[] events)
    {
        DateTimeOffset At(string text) => Time(events.First(line => line.ToJsonString().Contains(text, StringComparison.Ordinal)));
        DateTimeOffset train = At("\"phase\":\"train\""), predict = At("\"phase\":\"predict\""), evaluate = At("\"phase\":\"evaluate\"");
        return new()
        {
            [RunPhase.Preparing] = train - Time(events[0]),
            [RunPhase.Training] = predict - train,
            [RunPhase.Predicting] = evaluate - predict,
            [RunPhase.Evaluating] = Time(events[^1]) - evaluate,
        };
    }

    private static DateTimeOffset Time(JsonObject line) => DateTimeOffset.Parse((string)line["time"]!, CultureInfo.InvariantCulture);
}
