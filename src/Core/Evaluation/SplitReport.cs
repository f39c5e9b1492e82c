using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Conformal;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Selective;

namespace Angioboard.Core.Evaluation;

/// <summary>Results of one split: an entry of <c>splits</c> in evaluation.json.</summary>
public sealed record SplitReport
{
    /// <summary>Exams with a label; all other figures refer to these.</summary>
    public required int Exams { get; init; }

    /// <summary>Exams whose label is null: predicted, not evaluated.</summary>
    public required int Unlabelled { get; init; }

    /// <summary>Independent units of the intervals: patients or, where these are not known, exams; null in older files.</summary>
    public int? Units { get; init; }

    /// <summary>Every metric of <see cref="MetricNames.All"/>, in that order; null where undefined.</summary>
    public required OrderedDictionary<string, double?> Metrics { get; init; }

    /// <summary>The metrics' 95 % intervals; null where undefined.</summary>
    public required OrderedDictionary<string, Interval?> Intervals { get; init; }

    /// <summary>Why a metric is null, by its name; <c>intervals.NAME</c> where only the interval is.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    /// <summary>What to keep in mind about an interval that rests on few patients, by the metric's name; absent from older files.</summary>
    public OrderedDictionary<string, string> Cautions { get; init; } = [];

    /// <summary>One entry per class, in the order of the classes.</summary>
    public required IReadOnlyList<ClassReport> PerClass { get; init; }

    /// <summary>Exams by true class (rows) and predicted class (columns).</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>One-vs-rest ROC curve of each class.</summary>
    public required IReadOnlyList<RocCurve> Roc { get; init; }

    /// <summary>One-vs-rest precision-recall curve of each class.</summary>
    public required IReadOnlyList<PrecisionRecallCurve> Pr { get; init; }

    /// <summary>15 equal bins of the largest probability.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>What the calibration error would be of a calibrated model; null in older files.</summary>
    public CalibratedError? EceIfCalibrated { get; init; }

    /// <summary>The share of exams that are of a class, which is the precision of calling all of them that; null without exams.</summary>
    public double? Prevalence(int c) =>
        c < PerClass.Count && PerClass.Sum(of => of.Support) is > 0 and int all ? (double)PerClass[c].Support / all : null;

    /// <summary>The IMCP curve.</summary>
    public required ImcpReport Imcp { get; init; }

    /// <summary>What the run's calibration does to the split; null in older files.</summary>
    public CalibratedSplit? Calibrated { get; init; }

    /// <summary>How many exams are wrong if the least sure are left to a doctor; null in older files.</summary>
    public RiskCoverage? RiskCoverage { get; init; }

    /// <summary>The sets of classes that exams may have; null without a calibration, and in older files.</summary>
    public ConformalSplit? Sets { get; init; }
}
