using System.Globalization;
using Angioboard.Jobs.Comparison;

namespace Angioboard.Dashboard.Compare.Sweeps;

/// <summary>The colour of a run among others: from the worst to the best by the metric.</summary>
internal static class SweepColour
{
    /// <summary>The colour of the worst.</summary>
    public const string Worst = "var(--chart-2)";

    /// <summary>The colour of the best.</summary>
    public const string Best = "var(--chart-1)";

    /// <summary>A CSS colour; grey without a value.</summary>
    public static string Of(SettingsSweep sweep, int run) => sweep.Goodness(run) is { } goodness
        ? string.Create(CultureInfo.InvariantCulture, $"color-mix(in oklab, {Best} {100 * goodness:0}%, {Worst})")
        : "var(--chart-faint)";
}
