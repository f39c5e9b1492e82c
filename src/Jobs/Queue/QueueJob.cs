using System.Text.Json.Serialization;

namespace Angioboard.Jobs.Queue;

/// <summary>A training or an evaluation that waits for a device; kept in the database until its trainer runs.</summary>
public sealed record QueueJob
{
    /// <summary>Its id. A run or an evaluation can only wait once.</summary>
    [JsonIgnore]
    public string Id => KeyOf(RunId, Dataset);

    /// <summary>The run to train, or to evaluate.</summary>
    public required string RunId { get; init; }

    /// <summary>The dataset to evaluate on; null for a training.</summary>
    public string? Dataset { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The device asked for: <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>slurm:PARTITION</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Jobs with a lower order go first, among those of the same owner.</summary>
    public required long Order { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Queued { get; init; }

    /// <summary>It must not start before this time, since its device was taken by somebody that the queue could not see.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Who put it on hold: it does not start until somebody resumes it. Null if it is not on hold.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Why it waits again, if something happened to it.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of a run's training, or of its evaluation on a dataset.</summary>
    public static string KeyOf(string runId, string? dataset) => dataset is null ? runId : $"{runId}|{dataset}";
}
