using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Paired.Decisions;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>Where a run's predictions come from.</summary>
/// <param name="File">The file; null if they were not read from one.</param>
/// <param name="Sha256">Its checksum, so that the figures can be made again.</param>
public sealed record ComparedSource(string? File, string? Sha256);

/// <summary>Runs compared on the same exams: the content of comparison.json.</summary>
public sealed record ComparisonReport
{
    /// <summary>The split.</summary>
    public required string Split { get; init; }

    /// <summary>How many exams of how many were compared.</summary>
    public required ExamCounts Exams { get; init; }

    /// <summary>What counts as independent: <c>patients</c>, or <c>exams</c> where patients are unknown.</summary>
    public required string Unit { get; init; }

    /// <summary>How many of them there are.</summary>
    public required int Units { get; init; }

    /// <summary>How many of them have an exam of each class.</summary>
    public required IReadOnlyList<int> UnitsByClass { get; init; }

    /// <summary>The checksum of the names of the compared exams; draws depend on it.</summary>
    public required string ExamList { get; init; }

    /// <summary>How many draws.</summary>
    public required int Resamples { get; init; }

    /// <summary>The metric that decides.</summary>
    public required string Metric { get; init; }

    /// <summary>The run that every other was compared with; null where all pairs were.</summary>
    public required string? Reference { get; init; }

    /// <summary>Where each run's predictions come from, by its name.</summary>
    public required OrderedDictionary<string, ComparedSource> Runs { get; init; }

    /// <summary>Each run's metrics on the compared exams; null where undefined.</summary>
    public required OrderedDictionary<string, OrderedDictionary<string, double?>> Metrics { get; init; }

    /// <summary>The pairs, called <c>A-B</c>.</summary>
    public required OrderedDictionary<string, PairReport> Pairs { get; init; }

    /// <summary>Whether the runs are right equally often; null for two runs.</summary>
    public CochranQ? CochranQ { get; init; }

    /// <summary>McNemar's exact p-values of several pairs; null for one pair.</summary>
    public AdjustedPairs? HolmOfExactMcnemar { get; init; }

    /// <summary>The p-values of the metric of several pairs; null for one pair.</summary>
    public AdjustedPairs? Holm { get; init; }

    /// <summary>Intervals of the metric that hold together; null for one pair.</summary>
    public JointIntervals? Simultaneous { get; init; }

    /// <summary>The best run by the metric; null where that is undefined.</summary>
    public BestRun? Best { get; init; }

    /// <summary>Settings compared over their seeds; null where that was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SettingsPair>? Settings { get; init; }

    /// <summary>What a reader must know, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
