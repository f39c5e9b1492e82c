using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Paired.Decisions;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>The areas of every class.</summary>
/// <param name="Classes">In the order of the classes.</param>
public sealed record AreasOfClasses(IReadOnlyList<ClassAreas> Classes);

/// <summary>Two runs compared: an entry of <c>pairs</c> in comparison.json. All differences are the first run less the second.</summary>
public sealed record PairReport
{
    /// <summary>The first run's name.</summary>
    public required string First { get; init; }

    /// <summary>The second run's name.</summary>
    public required string Second { get; init; }

    /// <summary>The difference in each metric of <see cref="PairedMetrics.Names"/>; null where undefined.</summary>
    public required OrderedDictionary<string, double?> Difference { get; init; }

    /// <summary>What the resamples say of each difference.</summary>
    public required OrderedDictionary<string, MetricDifference> Intervals { get; init; }

    /// <summary>Areas under the ROC curve of each class against the rest, and the tests of their differences.</summary>
    public required AreasOfClasses Areas { get; init; }

    /// <summary>The mean of these areas: its analytic test checks that by resamples.</summary>
    public required MacroAreas MacroArea { get; init; }

    /// <summary>Whether one run is right more often.</summary>
    public required DecisionTests Mcnemar { get; init; }

    /// <summary>Whether the runs call the same classes: a difference says nothing of which is better.</summary>
    public required Agreement Agreement { get; init; }

    /// <summary>For each run, whether it calls every class as often as it occurs.</summary>
    public required OrderedDictionary<string, ChiSquareTest> CallsAsOftenAsTrue { get; init; }

    /// <summary>The exact test of the difference in accuracy.</summary>
    public required SwapTest SwapTestOfAccuracy { get; init; }

    /// <summary>Compares two runs.</summary>
    /// <param name="first">The first run's exams.</param>
    /// <param name="second">The second run's.</param>
    /// <param name="difference">The difference in each metric.</param>
    /// <param name="intervals">What the resamples say of it.</param>
    /// <param name="units">Each exam's patient, from 0.</param>
    internal static PairReport Of(NamedExams first, NamedExams second, OrderedDictionary<string, double?> difference,
        OrderedDictionary<string, MetricDifference> intervals, int[] units)
    {
        int classes = first.Exams.Classes;
        int[] labels = first.Exams.Labels;
        return new PairReport
        {
            First = first.Name,
            Second = second.Name,
            Difference = difference,
            Intervals = intervals,
            Areas = new AreasOfClasses([.. Enumerable.Range(0, classes).Select(c => ClassAreas.Of(first, second, c, units))]),
            MacroArea = MacroAreas.Of(first, second, units),
            Mcnemar = DecisionTests.Of(first, second, units),
            Agreement = Agreement.Of(first.Exams.Predicted, second.Exams.Predicted, classes),
            CallsAsOftenAsTrue = new OrderedDictionary<string, ChiSquareTest>
            {
                [first.Name] = Agreement.Of(labels, first.Exams.Predicted, classes).StuartMaxwell,
                [second.Name] = Agreement.Of(labels, second.Exams.Predicted, classes).StuartMaxwell,
            },
            SwapTestOfAccuracy = SwapTest.Of(DecisionTests.Differences(first, second), units),
        };
    }
}
