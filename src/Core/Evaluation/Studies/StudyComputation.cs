using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies.Decisions;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Growth;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Evaluation.Studies.Selection;

namespace Angioboard.Core.Evaluation.Studies;

/// <summary>Computes a study's results, one variant after the other, so that the draws of two of them are held at a time.</summary>
internal sealed class StudyComputation(
    StudyPredictions study, IReadOnlyList<OutOfFold> joined, IProgress<StageProgress>? progress, CancellationToken cancellation)
{
    private const string Stage = "drawing patients";

    private readonly Dictionary<string, DrawnExams> drawn = [];
    private readonly VariantsTogether together = new(study.Metric);
    private readonly int chosen = FoldedMetrics.Names.ToList().IndexOf(study.Metric);

    public StudyResults Results()
    {
        VariantPredictions?[] predictions = [.. study.Variants.Select(variant =>
            VariantPredictions.Of(variant, [.. joined.Where(seed => seed.Variant == variant)], study.Classes.Count))];
        VariantPredictions[] whole = [.. predictions.OfType<VariantPredictions>().Where(variant => variant.IsWhole)];
        MeasuredVariant? baseline = whole.FirstOrDefault(variant => variant.Variant == study.Baseline) is { } found ? Measure(found) : null;

        VariantResult[] variants = new VariantResult[predictions.Length];
        List<(CurvePoint Point, double[] Drawn)> sizes = [];
        for (int v = 0; v < predictions.Length; v++)
        {
            progress?.Report(new StageProgress(Stage, v, predictions.Length, study.Variants[v]));
            variants[v] = Result(study.Variants[v], predictions[v], baseline, sizes);
        }
        progress?.Report(new StageProgress(Stage, predictions.Length, predictions.Length));
        IReadOnlyList<VariantDifference?> judged =
            VariantDifference.Judge([.. variants.Select(variant => variant.Difference)], study.Metric);
        (BestVariant? best, JointIntervals? simultaneous) =
            together.Judge(study.Baseline, name => ByPatients(judged[study.Variants.Index().First(other => other.Item == name).Index]));

        return new StudyResults
        {
            Classes = study.Classes,
            Metric = study.Metric,
            Baseline = study.Baseline,
            Folds = study.Folds,
            Seeds = study.Seeds,
            Unit = study.Unit,
            Resamples = study.Resamples,
            Runs = study.Runs.Count,
            Of = study.Variants.Sum(variant => study.Folds * study.SeedsOf(variant).Count),
            Title = StudyNotes.Title(study),
            Variants = [.. variants.Select((variant, v) => variant with { Difference = judged[v] })],
            Best = best,
            Simultaneous = simultaneous,
            Selection = whole.Length > 1 && study.TrainPatients is null && !study.IsComparison
                ? SelectionFigures.Of(whole, ExamsOf(whole[0]), study, cancellation)
                : null,
            LearningCurve = Curve([.. sizes.OrderBy(size => size.Point.Patients)]),
            Notes = [.. StudyNotes.Of(study, whole.Length > 0 ? ExamsOf(whole[0]) : null)],
        };
    }

    private VariantResult Result(string name, VariantPredictions? predictions, MeasuredVariant? baseline,
        List<(CurvePoint, double[])> sizes)
    {
        HashSet<(int, long)> finished = [.. study.Runs.Where(run => run.Variant == name).Select(run => (run.Fold, run.Seed))];
        VariantResult result = new()
        {
            Variant = name,
            Runs = finished.Count,
            Of = study.Folds * study.SeedsOf(name).Count,
            Missing =
            [
                .. from fold in Enumerable.Range(0, study.Folds)
                   from seed in study.SeedsOf(name)
                   where !finished.Contains((fold, seed))
                   select new MissingRun(fold, seed),
            ],
        };
        bool isBaseline = name == study.Baseline;
        string? notCompared = study.Baseline is null || isBaseline ? null : StudyNotes.NotCompared(study, name, predictions, baseline);
        result = result with { Note = StudyNotes.Partial(result, predictions, study), NotCompared = notCompared };
        if (predictions is null) return result;

        MeasuredVariant measured = isBaseline && baseline is not null ? baseline : Measure(predictions);
        if (predictions.IsWhole && study.TrainPatients is null) together.Add(measured);
        else if (predictions.IsWhole) AddSize(measured, sizes);
        return result with
        {
            Figures = VariantFigures.Of(measured),
            Decisions = study.IsComparison ? null : PooledDecisions.Of(measured, study, cancellation),
            Ensemble = study.IsComparison ? null : SeedEnsemble.Of(measured, study.Metric, study.Resamples, cancellation),
            Difference = baseline is not null && !isBaseline && predictions.IsWhole
                ? VariantDifference.Of(measured, baseline, study)
                : null,
        };
    }

    private static double? ByPatients(VariantDifference? variant) =>
        variant?.Verdicts.First(verdict => verdict.Test == VariantVerdict.Patients).Adjusted;

    private MeasuredVariant Measure(VariantPredictions predictions) =>
        new(predictions, ExamsOf(predictions), study.Resamples, cancellation);

    private DrawnExams ExamsOf(VariantPredictions predictions)
    {
        string folds = string.Join(',', predictions.Folds);
        if (!drawn.TryGetValue(folds, out DrawnExams? exams))
            drawn[folds] = exams = new DrawnExams(predictions.First, study.Classes, study.Patients);
        return exams;
    }

    // Few seeds cannot be resampled: of three, draws vary by two thirds only. Their variance is added as normal noise, its own for each
    // size.
    private void AddSize(MeasuredVariant measured, List<(CurvePoint, double[])> sizes)
    {
        string name = measured.Predictions.Variant;
        double[] values = measured.Drawn(chosen);
        if (double.IsNaN(measured.Values[chosen]) || measured.Exams.TooFew(study.Metric) is not null) return;
        double[] seeds = [.. measured.BySeed.Select(seed => seed[chosen])];
        double deviation = seeds.Length < 2 ? 0 : (Spread.Of(seeds).Sd ?? 0) / Math.Sqrt(seeds.Length);
        bool everyClass = MetricNames.NeedEveryClass.Contains(study.Metric);
        double[] noisy = [.. values.Select((value, draw) => everyClass && !measured.Draws.Whole[draw]
            ? double.NaN
            : value + deviation * new SeededRandom(42, $"seeds/{measured.Exams.Units.Key}/{name}", draw).NextNormal())];
        double spread = Spread.Of(noisy).Sd ?? 0;
        sizes.Add((new CurvePoint(name, study.TrainPatients![name], measured.Values[chosen], spread * spread), noisy));
    }

    private LearningCurve? Curve((CurvePoint Point, double[] Drawn)[] sizes)
    {
        if (sizes.Length < 2) return null;
        int[] kept =
            [.. Enumerable.Range(0, study.Resamples).Where(draw => Array.TrueForAll(sizes, size => double.IsFinite(size.Drawn[draw])))];
        return kept.Length < 2
            ? null
            : GrowthFigures.Of(study.Metric, [.. sizes.Select(size => size.Point)],
                [.. sizes.Select(size => kept.Select(draw => size.Drawn[draw]).ToArray())], cancellation);
    }
}
