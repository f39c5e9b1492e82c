using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>What a reader of a comparison must know.</summary>
internal static class ComparisonNotes
{
    // The metrics of MetricNames.NeedEveryClass.
    private const string EveryClass = "Means over classes, MCC and kappa";

    /// <summary>The notes, one sentence each.</summary>
    /// <param name="joined">The compared exams.</param>
    /// <param name="unit">What counts as independent, in the plural.</param>
    /// <param name="fewest">The class with the fewest units.</param>
    /// <param name="several">Whether there are more than two runs.</param>
    public static IEnumerable<string> Of(JoinedExams joined, string unit, FewestUnits fewest, bool several)
    {
        ExamCounts counts = joined.Counts;
        if (counts.Compared < counts.Of)
        {
            string[] missing = [.. counts.Missing.Where(run => run.Value > 0).Select(run => $"{run.Key} lacks {run.Value}")];
            string[] unlabelled = counts.Unlabelled > 0 ? [$"{counts.Unlabelled} without a label"] : [];
            yield return $"{counts.Compared} of {counts.Of} exams are compared: {string.Join(", ", [.. missing, .. unlabelled])}.";
        }
        if (unit == "exams")
            yield return "Patients are unknown, so exams count as independent; if patients have two eyes here, intervals are too narrow "
                + "and p-values too small.";
        if (joined.UnitCount < FewUnits.FewInAll)
            yield return $"There are only {joined.UnitCount} {unit}: with fewer than {FewUnits.FewInAll}, intervals and p-values are "
                + "rough.";
        if (fewest.TooFew is { } none) yield return $"{EveryClass} have no interval: {none}.";
        if (fewest.Caution is { } caution) yield return $"{EveryClass}: {caution}.";
        if (several)
            yield return "The best run is chosen and measured on the same exams, so its value is probably too good; choose on the "
                + "validation split.";
    }
}
