using Angioboard.Core.Evaluation.Conformal;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>How a run's probabilities are calibrated, fitted to its validation split: the content of calibration.json.</summary>
public sealed record RunCalibration
{
    /// <summary>Class names, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>A name of <see cref="CalibrationMethod"/>.</summary>
    public required string Method { get; init; }

    /// <summary>The temperature; 1 without calibration.</summary>
    public required double Temperature { get; init; }

    /// <summary>The bias of each class, 0 for the first; null for none.</summary>
    public required IReadOnlyList<double>? Bias { get; init; }

    /// <summary>Why this method, in words.</summary>
    public required string Why { get; init; }

    /// <summary>The split it was fitted to; null if it has no labels.</summary>
    public required string? Split { get; init; }

    /// <summary>Its exams with a label.</summary>
    public required int Exams { get; init; }

    /// <summary>What a unit is: <c>patients</c> or, where these are not known, <c>exams</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Its units.</summary>
    public required int Units { get; init; }

    /// <summary>A hash of the exams, their classes and patients; null without a split.</summary>
    public required string? Data { get; init; }

    /// <summary>Log loss of each method by cross-validation within the split; null where it was not tried.</summary>
    public required OrderedDictionary<string, double?> CrossValidatedLogLoss { get; init; }

    /// <summary>Why a method was not tried, by its name.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    /// <summary>How sets of classes are made for exams; null without a split.</summary>
    public ConformalQuantiles? Conformal { get; init; }

    /// <summary>Whether probabilities change.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Changes => Method != CalibrationMethod.None;

    /// <summary>What changes them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Recalibration Recalibration => new(Temperature, Bias);
}
