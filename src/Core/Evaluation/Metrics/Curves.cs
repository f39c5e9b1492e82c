using System.Text.Json.Serialization;

namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// A class's ROC curve against the rest, from (0, 0) to (1, 1): the points of scikit-learn's roc_curve, which
/// leaves out those on a straight line.
/// </summary>
/// <param name="Name">The class.</param>
/// <param name="FalsePositiveRate">x; empty if the class or the rest has no exams.</param>
/// <param name="TruePositiveRate">y.</param>
/// <param name="Area">The area under the curve; null where there is none.</param>
public sealed record RocCurve(
    string Name,
    [property: JsonPropertyName("fpr")] IReadOnlyList<double> FalsePositiveRate,
    [property: JsonPropertyName("tpr")] IReadOnlyList<double> TruePositiveRate,
    double? Area);

/// <summary>
/// A class's precision-recall curve against the rest, as scikit-learn's precision_recall_curve gives it: from recall 1 down to
/// recall 0, where precision is 1.
/// </summary>
/// <param name="Name">The class.</param>
/// <param name="Recall">x; empty where the class has no exams.</param>
/// <param name="Precision">y.</param>
/// <param name="AveragePrecision">The mean of precisions weighted by the steps in recall; null where there is no curve.</param>
public sealed record PrecisionRecallCurve(
    string Name,
    IReadOnlyList<double> Recall,
    IReadOnlyList<double> Precision,
    double? AveragePrecision);

/// <summary>The imbalanced multiclass classification performance curve of a split.</summary>
/// <param name="X">From 0 to 1: cumulative class-balanced share of exams.</param>
/// <param name="Y">From 0 to 1, ascending: closeness of the prediction to the true class.</param>
/// <param name="Area">The area under the curve.</param>
/// <param name="MissingClasses">Classes without exams, which have no width: the curve covers the others.</param>
public sealed record ImcpReport(
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    double Area,
    IReadOnlyList<string> MissingClasses);
