using System.Text.Json.Serialization;

namespace Angioboard.Core.RunFolders;

/// <summary>
/// The seal on a run's test split: its figures, curves and predictions are hidden until somebody reveals them, with a reason.
/// </summary>
/// <param name="Dataset">The dataset whose test split is sealed.</param>
/// <param name="SealedAt">Since when; null where the file cannot be read.</param>
/// <param name="SealedBy">Who sealed it; null likewise.</param>
public sealed record TestSeal(string? Dataset, DateTimeOffset? SealedAt, string? SealedBy)
{
    /// <summary>The split that a seal is on.</summary>
    public const string Split = "test";

    /// <summary>Each reveal of this run, the oldest first.</summary>
    public IReadOnlyList<TestReveal> Reveals { get; init; } = [];

    /// <summary>When the run was last trained on: new figures take a new reveal. Null if it never was.</summary>
    public DateTimeOffset? TrainedOn { get; init; }

    /// <summary>When and why the dataset was unsealed; null while it is sealed.</summary>
    public TestUnsealing? Unsealed { get; init; }

    /// <summary>Why test-seal.json cannot be read, in one line; such a run counts as sealed. Null if it can.</summary>
    [JsonIgnore]
    public string? Problem { get; init; }

    /// <summary>Whether the test split may be shown.</summary>
    [JsonIgnore]
    public bool IsOpen => Problem is null && (Unsealed is not null || (SealedAt is { } since && IsRevealed(since)));

    /// <summary>Whether the run's present figures were revealed under a seal: not under an earlier one, nor before more training.</summary>
    /// <param name="since">Since when that seal is.</param>
    public bool IsRevealed(DateTimeOffset since) =>
        Reveals.Any(reveal => reveal.At >= since && !(reveal.At < TrainedOn));
}

/// <summary>Somebody looked at a run's test figures.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Number">How many runs of the dataset had been revealed then, with this one; null if not known, as in a terminal.</param>
public sealed record TestReveal(DateTimeOffset At, string By, string Reason, int? Number);

/// <summary>An administrator took the seal off the dataset.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record TestUnsealing(DateTimeOffset At, string By, string Reason);
