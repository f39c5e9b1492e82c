using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>When files alone tell a class too well.</summary>
public static class Verdict
{
    /// <summary>An area above this, with a lower limit above <see cref="LowerLimit"/>.</summary>
    public const double Area = 0.6;

    /// <summary>The lower limit of the interval must be above this.</summary>
    public const double LowerLimit = 0.55;

    /// <summary>Whether an area gives the class away; not without an interval.</summary>
    public static bool IsRed(double? auc, Limits? interval) => auc > Area && interval?.Low > LowerLimit;
}
