namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// The thresholds of every class, set on the validation split, or on the training split if there is no labelled one, and applied to every
/// split.
/// </summary>
internal sealed class Thresholds
{
    private readonly double?[] at90;
    private readonly double?[] at95;

    private Thresholds(string? split, double?[] at90, double?[] at95) => (Split, this.at90, this.at95) = (split, at90, at95);

    /// <summary>The split they were set on; null if neither has labels.</summary>
    public string? Split { get; }

    public static Thresholds Set(IReadOnlyDictionary<string, ScoredExams> splits, int classes)
    {
        string? split = splits.ContainsKey("validation") ? "validation" : splits.ContainsKey("train") ? "train" : null;
        return split is null
            ? new Thresholds(null, new double?[classes], new double?[classes])
            : new Thresholds(split, On(splits[split], 90), On(splits[split], 95));
    }

    /// <summary>The threshold of a class for a specificity of 90 or 95 percent; null where it could not be set.</summary>
    public double? Of(int c, int percent) => percent == 90 ? at90[c] : at95[c];

    /// <summary>Why a class has no threshold.</summary>
    public string WhyUndefined => Split is null
        ? "no labelled validation or train split to set a threshold on"
        : $"{Split} lacks exams of this class, or of any other, to set a threshold on";

    private static double?[] On(ScoredExams exams, int percent) =>
        [.. Enumerable.Range(0, exams.Classes).Select(c => OperatingPoint.Threshold(exams, c, percent))];
}
