using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Studies.Decisions;

/// <summary>
/// What the models of a variant decide at thresholds, and how well calibrated they are. Threshold and calibration belong to one model: each
/// run sets its own on its own validation exams, and then its decisions on the test exams of its fold are pooled with those of the others.
/// </summary>
public sealed record VariantDecisions
{
    /// <summary>Log loss, Brier score and calibration error of the pooled exams, by name.</summary>
    public required OrderedDictionary<string, CalibratedFigure> Calibration { get; init; }

    /// <summary>Pooled decisions on each class against the others, in the order of the classes.</summary>
    public required IReadOnlyList<ClassDecisions> PerClass { get; init; }

    /// <summary>What each run set, fold by fold and seed by seed.</summary>
    public required IReadOnlyList<RunDecisions> Runs { get; init; }
}

/// <summary>A figure of pooled exams, the mean over seeds.</summary>
/// <param name="Before">Of the models' probabilities.</param>
/// <param name="After">Of the probabilities that each run's own calibration gives.</param>
public sealed record CalibratedFigure(double Before, double After);

/// <summary>The pooled decisions on a class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Points">By the names of <see cref="ThresholdRule"/>.</param>
public sealed record ClassDecisions(string Name, OrderedDictionary<string, PooledPoint> Points)
{
    /// <summary>Why no rule has a threshold; null if one has.</summary>
    [JsonIgnore]
    public string? WithoutThresholds => Points.Count > 0 && Points.Values.All(point => point.Undefined is not null)
        ? Points.GetAt(0).Value.Undefined
        : null;
}

/// <summary>What a rule of thresholds comes to in the pooled exams, the means over seeds; null where it is undefined.</summary>
public sealed record PooledPoint
{
    /// <summary>The share of the class's exams that are called it.</summary>
    public double? Sensitivity { get; init; }

    /// <summary>The share of the other exams that are not called it.</summary>
    public double? Specificity { get; init; }

    /// <summary>The share of the class among the exams that are called it.</summary>
    public double? Precision { get; init; }

    /// <summary>The 95 % interval of the sensitivity by patients, for these thresholds.</summary>
    public Interval? SensitivityInterval { get; init; }

    /// <summary>That of the specificity.</summary>
    public Interval? SpecificityInterval { get; init; }

    /// <summary>Why figures are null; null if none is.</summary>
    public string? Undefined { get; init; }

    /// <summary>What to keep in mind; null for nothing.</summary>
    public string? Caution { get; init; }
}

/// <summary>What a run set on its validation exams, and how well calibrated it is on its test exams.</summary>
public sealed record RunDecisions
{
    /// <summary>Its fold.</summary>
    public required int Fold { get; init; }

    /// <summary>Its seed.</summary>
    public required long Seed { get; init; }

    /// <summary>How it is calibrated, a name of <see cref="Calibrating.CalibrationMethod"/>.</summary>
    public required string Method { get; init; }

    /// <summary>Why so, in words.</summary>
    public required string Why { get; init; }

    /// <summary>Its calibration error on its test exams before; null without any.</summary>
    public required double? EceBefore { get; init; }

    /// <summary>The same after calibration.</summary>
    public required double? EceAfter { get; init; }

    /// <summary>
    /// The thresholds of each class by the names of <see cref="ThresholdRule"/>; null where there is none, or where no exam may be called
    /// the class.
    /// </summary>
    public required IReadOnlyList<OrderedDictionary<string, double?>> Thresholds { get; init; }
}
