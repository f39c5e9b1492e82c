using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison.Differences;

/// <summary>Why a run is the one that the others are compared with.</summary>
public enum ReferenceReason
{
    /// <summary>A reader chose it.</summary>
    Chosen,

    /// <summary>It is the pinned baseline.</summary>
    Baseline,

    /// <summary>It is the best on the validation split.</summary>
    BestOnValidation,

    /// <summary>It is the first, as none has a value on the validation split.</summary>
    First,
}

/// <summary>The run that the others are compared with.</summary>
/// <param name="Place">Its place among the compared runs.</param>
/// <param name="Reason">Why it is.</param>
public readonly record struct ReferenceRun(int Place, ReferenceReason Reason)
{
    /// <summary>The chosen run; else the baseline; else the best on the validation split, never by test figures.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="chosen">The id of the chosen run; null for none.</param>
    public static ReferenceRun Of(IReadOnlyList<Run> runs, string? chosen)
    {
        Run[] all = [.. runs];
        if (Array.FindIndex(all, run => run.Id == chosen) is >= 0 and int wanted) return new(wanted, ReferenceReason.Chosen);
        if (Array.FindIndex(all, run => run.Baseline) is >= 0 and int pinned) return new(pinned, ReferenceReason.Baseline);
        string metric = SettingsVerdict.Of(runs, null).Metric;
        (int place, double? value) = (0, null);
        for (int run = 0; run < all.Length; run++)
        {
            if (SettingsVerdict.ValueOf(all[run], metric) is not { } other || !double.IsFinite(other)) continue;
            if (value is null || MetricDirection.IsBetter(metric, other, value.Value)) (place, value) = (run, other);
        }
        return new(place, value is null ? ReferenceReason.First : ReferenceReason.BestOnValidation);
    }
}
