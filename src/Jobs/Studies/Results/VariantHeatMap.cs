using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>A variant in a heat map.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="Value">Its figure; null before it has one.</param>
/// <param name="Goodness">How good that is among all, from 0 (worst) to 1; null without a figure.</param>
public sealed record HeatCell(string Variant, double? Value, double? Goodness);

/// <summary>The figures of variants that differ in exactly two settings, both numbers.</summary>
/// <param name="Across">The setting of the columns.</param>
/// <param name="Columns">Its values, the lowest first.</param>
/// <param name="Down">The setting of the rows.</param>
/// <param name="Rows">Its values, the lowest first.</param>
/// <param name="Cells">By row and column; null where no variant has both values.</param>
public sealed record VariantHeatMap(
    string Across, IReadOnlyList<string> Columns, string Down, IReadOnlyList<string> Rows, IReadOnlyList<IReadOnlyList<HeatCell?>> Cells)
{
    /// <summary>The heat map of a study; null if other settings vary, or more of them.</summary>
    public static VariantHeatMap? Of(StudyPlan plan, StudyResults results)
    {
        if (PlanWords.Varied(plan) is not [{ } down, { } across] || plan.Folds is CurveFolds) return null;
        IReadOnlyList<string> first = PlanWords.Values(plan, down), second = PlanWords.Values(plan, across);
        if (!first.Concat(second).All(text => Number(text) is not null)) return null;
        string[] rows = [.. first.Distinct().OrderBy(Number)], columns = [.. second.Distinct().OrderBy(Number)];
        Dictionary<string, double?> figures = results.Variants.ToDictionary(
            variant => variant.Variant, variant => variant.Figures?.Metrics.GetValueOrDefault(results.Metric));
        double[] known = [.. figures.Values.OfType<double>()];
        HeatCell?[][] cells = [.. rows.Select(_ => new HeatCell?[columns.Length])];
        foreach ((int v, StudyVariant variant) in plan.Variants.Index())
        {
            double? value = figures.GetValueOrDefault(variant.Name);
            cells[Array.IndexOf(rows, first[v])][Array.IndexOf(columns, second[v])] =
                new HeatCell(variant.Name, value, value is { } one ? Goodness(results.Metric, one, known) : null);
        }
        return new VariantHeatMap(across, columns, down, rows, cells);
    }

    private static double Goodness(string metric, double value, double[] all)
    {
        (double low, double high) = (all.Min(), all.Max());
        double place = high == low ? 1 : (value - low) / (high - low);
        return high != low && MetricDirection.LowerIsBetter(metric) ? 1 - place : place;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
