using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>All that is known of a run, named as in its files.</summary>
internal sealed record RunDocument
{
    public required string Id { get; init; }

    public required string Experiment { get; init; }

    public required string Train { get; init; }

    /// <summary>The name that somebody gave it; null if it has none.</summary>
    public string? Name { get; init; }

    public required string Owner { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Its state in a word that may say more than the status: <c>paused</c>, <c>waiting</c>.</summary>
    public required string State { get; init; }

    public string? Reason { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string Note { get; init; }

    public required DateTime Created { get; init; }

    public DateTime? Started { get; init; }

    public DateTime? Ended { get; init; }

    /// <summary>When it was moved to the trash; null if it was not.</summary>
    public DateTime? Deleted { get; init; }

    public required bool Archived { get; init; }

    public required bool Baseline { get; init; }

    /// <summary>Its folder is gone.</summary>
    public required bool Missing { get; init; }

    /// <summary>What runs launched together share.</summary>
    public string? Launch { get; init; }

    public string? Dataset { get; init; }

    /// <summary>SHA-256 of the data that it depends on.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Equal for runs that differ only in seed, device and threads.</summary>
    public required string SettingsHash { get; init; }

    /// <summary>The device's id: <c>cpu</c>, a GPU's UUID or <c>slurm:PARTITION</c>.</summary>
    public string? Device { get; init; }

    public string? DeviceName { get; init; }

    /// <summary>What Slurm says of its job; null if it is none.</summary>
    public SlurmDocument? Slurm { get; init; }

    public string? PausedBy { get; init; }

    public required bool FromTerminal { get; init; }

    public required int EpochsDone { get; init; }

    /// <summary>The epoch whose weights are evaluated, from 1.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The best value of each metric over the epochs.</summary>
    public required IReadOnlyDictionary<string, BestDocument> Best { get; init; }

    /// <summary>The values of the best epoch.</summary>
    public required IReadOnlyDictionary<string, double?> AtBest { get; init; }

    /// <summary>The values of the last epoch.</summary>
    public required IReadOnlyDictionary<string, double?> Last { get; init; }

    /// <summary>Metrics of evaluation.json by split; without sealed test splits.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double?>> Metrics { get; init; }

    /// <summary>Whether its own test split is sealed, and so hidden.</summary>
    public required bool TestSealed { get; init; }

    /// <summary>Evaluations on other datasets, by the dataset's name.</summary>
    public required IReadOnlyDictionary<string, OtherEvaluation> Evaluations { get; init; }

    /// <summary>How far it is; null if it does not run.</summary>
    public ProgressDocument? Progress { get; init; }

    public double? TrainingSeconds { get; init; }

    public double? FramesPerSecond { get; init; }

    public long? PeakMemoryBytes { get; init; }

    public long? Parameters { get; init; }

    /// <summary>How often its trainer died and was started again.</summary>
    public required int Deaths { get; init; }

    /// <summary>Its settings, as in settings.json.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>Its folder on the server; null for viewers.</summary>
    public string? Folder { get; init; }

    public required RunLinks Links { get; init; }
}

/// <summary>A best value and its epoch, from 1.</summary>
internal sealed record BestDocument(double? Value, int Epoch);

/// <summary>Addresses about a run, on this server.</summary>
internal sealed record RunLinks(string Self, string Page, string Epochs, string Artifacts, string Zip, string Predictions, string Events);
