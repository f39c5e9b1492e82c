using System.Text.Json.Serialization;

namespace Angioboard.Jobs.Queue;

/// <summary>A training or an evaluation that waits for a device; kept in the database until its trainer works.</summary>
public sealed record QueueJob
{
    /// <summary>Names it; a run or an evaluation waits once only.</summary>
    [JsonIgnore]
    public string Id => KeyOf(RunId, Dataset);

    /// <summary>The run to train, or to evaluate.</summary>
    public required string RunId { get; init; }

    /// <summary>The dataset to evaluate on; null for a training.</summary>
    public string? Dataset { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The device asked for: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Lower ones of the same owner go first.</summary>
    public required long Order { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Queued { get; init; }

    /// <summary>Not to be started before this: its device was taken by somebody that the queue could not see.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Who holds it back: it is not served until somebody lets it go on. Null if nobody does.</summary>
    public string? HeldBy { get; init; }

    /// <summary>What happened to it, for those who wonder why it waits again.</summary>
    public string? Reason { get; init; }

    /// <summary>The name of a run's training, or of its evaluation on a dataset.</summary>
    public static string KeyOf(string runId, string? dataset) => dataset is null ? runId : $"{runId}|{dataset}";
}
