using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Runs;

/// <summary>What happened to a run.</summary>
public enum RunChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Its status, name, tags, results … changed.</summary>
    Changed,

    /// <summary>Only its progress changed.</summary>
    Progressed,

    /// <summary>An epoch ended (or was trained again after a resume).</summary>
    Epoch,

    /// <summary>Its trainer wrote another event: <c>log</c> or <c>system</c>.</summary>
    Event,

    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>The queue changed; no particular run.</summary>
    Queue,
}

/// <summary>A change of a run.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Id">The run; empty for the queue.</param>
/// <param name="Run">The run after the change; null if removed, and for the queue.</param>
/// <param name="Epoch">The epoch, for kind Epoch.</param>
/// <param name="Event">The line of metrics.jsonl, for kind Event.</param>
public sealed record RunChange(RunChangeKind Kind, string Id, Run? Run = null, EpochRecord? Epoch = null, JsonObject? Event = null);
