using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Conformal;

/// <summary>The sets of a split's exams: <c>sets</c> in evaluation.json.</summary>
public sealed record ConformalSplit
{
    /// <summary>α: the share of exams of a class whose set may lack it.</summary>
    public required double Alpha { get; init; }

    /// <summary>Classes in a set, on average.</summary>
    public required double MeanSize { get; init; }

    /// <summary>Share of exams for which no class is probable enough.</summary>
    public required double Empty { get; init; }

    /// <summary>Each class, in the order of the classes.</summary>
    public required IReadOnlyList<ClassCoverage> PerClass { get; init; }
}

/// <summary>The sets of a class's exams.</summary>
/// <param name="Name">The class.</param>
/// <param name="Exams">Its exams.</param>
/// <param name="Covered">Those whose set has the class.</param>
/// <param name="Coverage">Their share; null without exams.</param>
/// <param name="Interval">Its 95 % interval; null without exams.</param>
/// <param name="MeanSize">Classes in their sets, on average; null without exams.</param>
/// <param name="Always">
/// Whether the class is in every set: too few patients of validation have it, or the model gave one of them a probability of 0.
/// </param>
public sealed record ClassCoverage(
    string Name, int Exams, int Covered, double? Coverage, Interval? Interval, double? MeanSize, bool Always);

/// <summary>Measures how often sets have the true class.</summary>
internal static class ConformalCheck
{
    /// <summary>The measurement.</summary>
    /// <param name="quantiles">The quantiles, from another split.</param>
    /// <param name="exams">The split.</param>
    /// <param name="units">Each exam's unit.</param>
    /// <param name="classes">Class names.</param>
    public static ConformalSplit Of(ConformalQuantiles quantiles, ScoredExams exams, int[] units, IReadOnlyList<string> classes)
    {
        IReadOnlyList<int>[] sets = [.. exams.Probabilities.Select(quantiles.SetOf)];
        return new ConformalSplit
        {
            Alpha = quantiles.Alpha,
            MeanSize = sets.Average(set => set.Count),
            Empty = (double)sets.Count(set => set.Count == 0) / sets.Length,
            PerClass = [.. classes.Select((name, c) => Of(name, c))],
        };

        ClassCoverage Of(string name, int c)
        {
            int[] own = [.. Enumerable.Range(0, exams.Count).Where(i => exams.Labels[i] == c)];
            bool always = quantiles.Quantiles[c] >= 1;
            if (own.Length == 0) return new ClassCoverage(name, 0, 0, null, null, null, always);
            int covered = own.Count(i => sets[i].Contains(c));
            Limits limits = ClusteredProportion.Wilson(own, i => sets[i].Contains(c), units)!;
            return new ClassCoverage(name, own.Length, covered, (double)covered / own.Length,
                new Interval(limits.Low, limits.High, 0, IntervalMethod.Wilson), own.Average(i => sets[i].Count), always);
        }
    }
}
