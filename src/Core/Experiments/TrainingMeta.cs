using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Core.Training.Predicting;

namespace Angioboard.Core.Experiments;

/// <summary>train.meta.json: facts and durations of a training.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="settings">Resolved settings.</param>
/// <param name="index">The exams.</param>
/// <param name="parameters">Parameters of the model.</param>
/// <param name="begun">When an earlier trainer started the run; null for now.</param>
/// <param name="time">The clock.</param>
internal sealed class TrainingMeta(RunFolder folder, RunSettings settings, ExamIndex index, long parameters, DateTimeOffset? begun,
    TimeProvider time)
{
    private readonly DateTimeOffset start = begun ?? time.GetUtcNow();

    public void Write(TrainingStatus status, IReadOnlyList<EpochRecord> epochs)
    {
        DateTimeOffset end = time.GetUtcNow();
        double seconds = epochs.Sum(epoch => epoch.Values["seconds"] ?? 0);
        // Epochs with a frozen backbone are very fast and say nothing about the speed of the others.
        EpochRecord[] learning = [.. epochs.Where(epoch => epoch.Epoch >= settings.FreezeBackboneEpochs)];
        double learningSeconds = learning.Sum(epoch => epoch.Values["seconds"] ?? 0);
        using Process process = Process.GetCurrentProcess();
        JsonObject meta = new()
        {
            ["status"] = $"{status}".ToLowerInvariant(),
            ["start"] = start.ToString("O"),
            ["end"] = end.ToString("O"),
            ["seconds"] = (end - start).TotalSeconds,
            ["epochs"] = epochs.Count,
            ["training_seconds"] = seconds,
            ["data_wait_seconds"] = epochs.Sum(epoch => epoch.Values["data_wait"] ?? 0),
            ["frames_per_second"] = learningSeconds > 0 ? learning.Sum(epoch => epoch.Values["frames"] ?? 0) / learningSeconds : null,
            ["parameters"] = parameters,
            ["peak_memory_bytes"] = process.PeakWorkingSet64,
            ["splits"] = new JsonObject(index.Splits.Select(split => KeyValuePair.Create(split.Name, (JsonNode?)Describe(split)))),
        };
        AtomicFile.WriteText(folder.Meta, meta.ToJsonString(SettingsFile.Json) + "\n");
    }

    private JsonObject Describe(DataSplit split) => new()
    {
        ["exams"] = split.Exams.Count,
        ["frames"] = split.Exams.Sum(exam => exam.Frames.Count),
        ["unlabelled"] = split.Exams.Count(exam => exam.Label is null),
        ["classes"] = new JsonObject(settings.ClassNames!.Zip(
            ClassBalance.Counts(split.Exams.Select(exam => exam.Label).OfType<int>(), settings.NumClasses!.Value),
            (name, count) => KeyValuePair.Create(name, (JsonNode?)count))),
    };
}
