using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Dashboard.Studies;

/// <summary>The curves of a study's variants, each the mean over its folds and seeds.</summary>
internal static class VariantCurves
{
    /// <summary>The most variants in a chart.</summary>
    public const int Most = 8;

    // Of each variant: a mean of so many says what all say.
    private const int MostRuns = 50;

    /// <summary>The variants, or the sizes of a learning curve, that have runs with epochs; in the plan's order.</summary>
    public static IReadOnlyList<IGrouping<string, PlannedRun>> Groups(StudyRuns runs)
    {
        StudyFolds? curve = runs.Study.Plan?.Folds as CurveFolds;
        return [.. runs.Planned.Where(run => run.Run is { EpochsDone: > 0 })
            .OrderBy(run => curve is null ? 0 : run.Plan.Fold)
            .GroupBy(run => curve is null || run.Plan.Fold is not { } fold ? run.Plan.Variant : curve.NameOf(fold))];
    }

    /// <summary>The values that can be drawn, and the series of one of them.</summary>
    /// <param name="store">The runs' epochs.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="best">A variant that is among those drawn; null for none.</param>
    /// <param name="metric">The value: <c>val_loss</c>.</param>
    public static (IReadOnlyList<string> Metrics, IReadOnlyList<ChartSeries> Series) Read(
        RunStore store, StudyRuns runs, string? best, string metric)
    {
        IGrouping<string, PlannedRun>[] all = [.. Groups(runs)];
        HashSet<string> shown = [.. all.OrderByDescending(group => group.Key == best).Take(Most).Select(group => group.Key)];
        List<string> metrics = [];
        List<ChartSeries> series = [];
        foreach ((int position, IGrouping<string, PlannedRun> group) in all.Index().Where(entry => shown.Contains(entry.Item.Key)))
        {
            (IReadOnlyList<EpochRecord> Epochs, RunCurve Curve)[] members = [.. group.Take(MostRuns).Select(run =>
            {
                IReadOnlyList<EpochRecord> epochs = store.Epochs(run.Run!.Id);
                return (epochs, RunCurves.Of(epochs, metric, RunCurves.Positions(epochs, CurveAxis.Epochs)));
            })];
            if (metrics.Count == 0 && members.FirstOrDefault(member => member.Epochs.Count > 0).Epochs is { } first)
                metrics.AddRange(RunCurves.Groups([first[^1]]).SelectMany(of => of.Names));
            SeedCurve curve = members.Length == 1 ? SeedCurve.Of(members[0].Curve) : SeedCurve.Mean(members, BandKind.Range);
            if (curve.Points.All(point => point.Y is null)) continue;
            SeriesStyle style = Palette.Of(position);
            series.Add(new ChartSeries
            {
                Name = VisibleText.Line(group.Key),
                Points = [.. curve.Points.Select(point => new ChartPoint(point.X, point.Y))],
                Band = curve.Band is { } band ? [.. band.Select(at => new BandPoint(at.X, at.Low, at.High))] : null,
                Color = style.Color,
                Dash = style.Dash,
            });
        }
        return (metrics, series);
    }
}
