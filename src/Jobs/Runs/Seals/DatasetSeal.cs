using System.Text.Json.Serialization;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Runs.Seals;

/// <summary>
/// The seal on a dataset's test split. It stays when the dataset is taken off the list, and counts reveals of runs that are gone.
/// </summary>
public sealed record DatasetSeal
{
    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>Names that it had before: evaluations on it keep the name of their time.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Full path of its split file: a run that names it has the same test split, however the dataset is called.</summary>
    public required string Split { get; init; }

    /// <summary>Fingerprints of its data.</summary>
    public IReadOnlyList<string> Fingerprints { get; init; } = [];

    /// <summary>Since when.</summary>
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>Who sealed it.</summary>
    public required string SealedBy { get; init; }

    /// <summary>Every reveal, the oldest first; those before <see cref="SealedAt"/> are of an earlier seal.</summary>
    public IReadOnlyList<RunReveal> Reveals { get; init; } = [];

    /// <summary>When and why it was unsealed; null while it is sealed.</summary>
    public TestUnsealing? Unsealed { get; init; }

    /// <summary>Whether the test split is sealed now.</summary>
    [JsonIgnore]
    public bool IsClosed => Unsealed is null;

    /// <summary>Whether this is a name of the dataset, now or before.</summary>
    public bool IsNamed(string name) => Dataset.Equals(name, StringComparison.OrdinalIgnoreCase)
        || FormerNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a run's own test split is the dataset's: by the name, by the split file or by the data.</summary>
    internal bool IsOf(Run run) => (run.Dataset is { } name && IsNamed(name) && !run.IsTestedOnFold) || run.Settings.Split == Split
        || run.WholeSplit == Split
        || (run.Fingerprint is { } print && Fingerprints.Contains(print));

    /// <summary>What a run's folder holds about it, before any reveal.</summary>
    internal TestSeal ForRun() => new(Dataset, SealedAt, SealedBy);
}

/// <summary>The test figures of a run were revealed.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Title">What it was called then.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Number">How many reveals of the dataset there were then, with this one.</param>
public sealed record RunReveal(string Run, string Title, DateTimeOffset At, string By, string Reason, int Number);
