using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Jobs.Studies.Planning;

/// <summary>What a study is to compare, as a terminal, a form or a program asks for it.</summary>
public sealed record StudyRequest
{
    /// <summary>The settings that all runs share; they need not be resolved.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>The variants; none for the settings as they are.</summary>
    public IReadOnlyList<StudyVariant> Variants { get; init; } = [];

    /// <summary>What the runs are repeated over; null for the split file of the settings.</summary>
    public StudyFolds? Folds { get; init; }

    /// <summary>The seeds; none for that of the settings.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>The metric that decides.</summary>
    public string Metric { get; init; } = MetricNames.AucOvrMacro;

    /// <summary>The variant that the others are compared with; null for the first.</summary>
    public string? Baseline { get; init; }

    /// <summary>When variants that fall back are paused; null for never.</summary>
    public SearchRule? Search { get; init; }
}
