using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>Lets a finished run train on: changes the run's folder, after which the run resumes like any other.</summary>
/// <param name="From">Epochs planned before.</param>
/// <param name="To">Epochs planned since.</param>
/// <param name="By">The user who added them.</param>
/// <param name="Time">When.</param>
public sealed record RunExtension(int From, int To, string By, DateTimeOffset Time)
{
    /// <summary>
    /// Sets the run to train until epoch <paramref name="until"/>, and records that in its settings.json. Early stopping that ended the run
    /// counts again from there. Without a scheduler or early stopping, the result has the same bytes as a run launched with that many
    /// epochs.
    /// </summary>
    /// <param name="folder">The run's folder. No trainer may work in it.</param>
    /// <param name="until">The last epoch to train, counted from 1; later than the last one trained.</param>
    /// <param name="by">The user who asks for it.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The new settings, resolved.</returns>
    /// <exception cref="InputException">
    /// The run has not finished, has trained that epoch already, or belongs to a study; the folder is as it was.
    /// </exception>
    public static RunSettings Extend(RunFolder folder, int until, string by, TimeProvider time)
    {
        RunSettings settings = SettingsRules.Resolve(SettingsFile.Combine(SettingsFile.Read(folder.Settings)));
        if (StudyPlace.Read(folder.Settings) is { } place)
            throw new InputException($"{folder.Path}: is a run of {place.Study}, whose runs train as study.json says; launch a run of its "
                + "own with these settings and more epochs");
        if (RunEvents.Text(RunHistory.Of(folder.Metrics).Status?["status"]) != RunEvents.Finished)
            throw new InputException($"{folder.Path}: has not finished; resume it first, then add epochs");
        if (!File.Exists(folder.LastCheckpoint))
            throw new InputException($"{folder.LastCheckpoint}: is missing, so no epochs can be added; launch a new run with more epochs");
        RunSettings longer = settings with { Epochs = until };
        if (SettingsRules.Problems(longer).ToArray() is { Length: > 0 } problems) throw new InputException(problems);
        using (Checkpoint last = Checkpoint.Read(folder.LastCheckpoint))
        {
            TrainingState state = TrainingState.Of(last.Entries.GetValueOrDefault(TrainingState.Entry), folder.LastCheckpoint);
            if (until <= state.Epoch)
                throw new InputException($"epochs: it has trained {state.Epoch} already; must be {state.Epoch + 1} or more");
            // settings.json comes last: if this is interrupted, it still holds the original length.
            if (folder.BestCheckpoint is { } best) SetEpochs(best, longer);
            if (settings.EarlyStoppingPatience is { } patience && state.EpochsWithoutProgress >= patience)
                CountAgain(last, state, folder.LastCheckpoint);
        }
        TestSealFile.TrainOn(folder, time.GetUtcNow());
        Record(folder, new RunExtension(settings.Epochs, longer.Epochs, by, time.GetUtcNow()));
        return longer;
    }

    /// <summary>The epoch until which a run trains if it trains <paramref name="more"/> epochs beyond those it has trained.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="more">Epochs to add, 1 or more.</param>
    /// <exception cref="InputException">No epochs would be added, or the log cannot be read.</exception>
    public static int Until(RunFolder folder, int more)
    {
        if (more < 1) throw new InputException($"epochs: {more} cannot be added; must be 1 or more");
        return (int)Math.Min((long)RunHistory.Of(folder.Metrics).Epochs.Count + more, int.MaxValue);
    }

    /// <summary>The extensions recorded in a run's settings.json, in order. Unreadable ones are skipped.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static IReadOnlyList<RunExtension> Of(RunFolder folder) =>
        SettingsFile.Records(folder.Settings)[SettingsFile.Extensions] is JsonArray recorded
        ? [.. recorded.Select(Parse).OfType<RunExtension>()]
        : [];

    // An earlier best holds the original length; a best found after the extension holds the new one.
    private static void SetEpochs(string path, RunSettings longer)
    {
        using Checkpoint best = Checkpoint.Read(path);
        using Checkpoint renewed = Copy(
            best,
            new OrderedDictionary<string, object?>(best.HyperParameters) { ["epochs"] =
                PlainValue.Of(SettingsFile.ToJson(longer)["epochs"]) },
            best.Entries);
        renewed.Write(path);
    }

    private static void CountAgain(Checkpoint last, TrainingState state, string path)
    {
        using Checkpoint renewed = Copy(
            last, last.HyperParameters,
            new OrderedDictionary<string, object?>(last.Entries) { [TrainingState.Entry] =
                (state with { EpochsWithoutProgress = 0 }).ToPlain() });
        renewed.Write(path);
    }

    private static Checkpoint Copy(
        Checkpoint of, IReadOnlyDictionary<string, object?> hyperParameters, IReadOnlyDictionary<string, object?> entries) => new()
        {
            Epoch = of.Epoch,
            GlobalStep = of.GlobalStep,
            StateDict = of.StateDict,
            Normalizer = of.Normalizer,
            HyperParameters = hyperParameters,
            Entries = entries,
        };

    private static void Record(RunFolder folder, RunExtension extension)
    {
        JsonObject all = SettingsFile.Records(folder.Settings);
        all["epochs"] = extension.To;
        if (all[SettingsFile.Extensions] is not JsonArray recorded) all[SettingsFile.Extensions] = recorded = [];
        recorded.Add(new JsonObject { ["from"] = extension.From, ["to"] = extension.To, ["by"] = extension.By,
            ["time"] = extension.Time.ToString("O") });
        AtomicFile.WriteText(folder.Settings, all.ToJsonString(SettingsFile.Json) + "\n");
    }

    private static RunExtension? Parse(JsonNode? node)
    {
        try
        {
            return new RunExtension((int)node!["from"]!, (int)node["to"]!, (string)node["by"]!, (DateTimeOffset)node["time"]!);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException)
        {
            return null;
        }
    }
}
