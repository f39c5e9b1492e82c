using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Resampling;

/// <summary>The class with the fewest units.</summary>
/// <param name="Class">The class, from 0.</param>
/// <param name="Count">Its units.</param>
/// <param name="Unit">What a unit is, in the plural: <c>patients</c>.</param>
internal sealed record FewestUnits(int Class, int Count, string Unit)
{
    /// <summary>Why there is no interval; null where there is one.</summary>
    public string? TooFew => Count >= FewUnits.Least
        ? null
        : $"class {Class} has {Text}, and {FewUnits.Least} of each class are needed";

    /// <summary>A warning; null with enough units.</summary>
    public string? Caution => Count is < FewUnits.Least or >= FewUnits.Few
        ? null
        : $"class {Class} has only {Text}: the interval may be too narrow";

    private string Text => Count == 1 ? $"1 {Unit[..^1]}" : $"{Count} {Unit}";

    /// <summary>Counts the units of each class that the exams have.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="units">Each exam's unit.</param>
    /// <param name="unit">What a unit is, in the plural.</param>
    public static FewestUnits Of(ScoredExams exams, int[] units, string unit)
    {
        (int c, int count) = exams.Labels.Zip(units).Distinct().GroupBy(pair => pair.First, (c, members) => (c, members.Count()))
            .OrderBy(entry => entry.Item2).ThenBy(entry => entry.c).First();
        return new FewestUnits(c, count, unit);
    }
}
