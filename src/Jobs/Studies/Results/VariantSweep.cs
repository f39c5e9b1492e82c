using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>The settings in which a study's variants differ, beside their figure.</summary>
public static class VariantSweep
{
    private const int FewestVariants = 3;

    /// <summary>The variants that have a figure; null if there are fewer than three, or their settings are all equal.</summary>
    /// <param name="plan">The study's plan.</param>
    /// <param name="results">Its results.</param>
    /// <param name="address">The address of a variant.</param>
    public static SettingsSweep? Of(StudyPlan plan, StudyResults results, Func<string, string> address)
    {
        if (plan.Folds is CurveFolds || PlanWords.Varied(plan) is not { Count: > 0 } varied) return null;
        Dictionary<string, double?> figures = results.Variants.ToDictionary(
            variant => variant.Variant, variant => variant.Figures?.Metrics.GetValueOrDefault(results.Metric));
        int[] shown =
            [.. Enumerable.Range(0, plan.Variants.Count).Where(v => figures.GetValueOrDefault(plan.Variants[v].Name) is not null)];
        if (shown.Length < FewestVariants) return null;
        SweepAxis Axis(string name)
        {
            IReadOnlyList<string> values = PlanWords.Values(plan, name);
            return SweepAxis.Of(name, [.. shown.Select(v => values[v])]);
        }
        return new SettingsSweep([.. shown.Select(v => new SweepPoint(plan.Variants[v].Name, address(plan.Variants[v].Name)))],
            [.. varied.Select(Axis)],
            SettingsSweep.MetricAxis(results.Metric, [.. shown.Select(v => figures[plan.Variants[v].Name])]),
            MetricDirection.LowerIsBetter(results.Metric))
        {
            MetricTitle = MetricTitle.Within(results.Metric),
            Noun = "variant",
        };
    }
}
