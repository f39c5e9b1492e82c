using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Decisions;

/// <summary>Pools the decisions of a variant's runs, each at its own thresholds and after its own calibration.</summary>
internal sealed class PooledDecisions
{
    private readonly DrawnExams exams;
    private readonly StudyPredictions study;

    // By seed, then fold, as the exams of the variant are.
    private readonly FoldDecision[][] runs;

    private PooledDecisions(DrawnExams exams, StudyPredictions study, FoldDecision[][] runs) =>
        (this.exams, this.study, this.runs) = (exams, study, runs);

    /// <summary>Sets thresholds and calibrations, and pools.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="study">The study.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static VariantDecisions Of(MeasuredVariant variant, StudyPredictions study, CancellationToken cancellation)
    {
        Dictionary<(int, long), PredictedRun> own = study.Runs.Where(run => run.Variant == variant.Predictions.Variant)
            .ToDictionary(run => (run.Fold, run.Seed));
        (PredictedRun Run, IReadOnlyList<ExamPrediction> Test)[][] seeds = [.. variant.Predictions.Seeds.Zip(variant.Predictions.Exams,
            (seed, of) => of.Predictions.Select(fold => (own[(fold.Fold, seed)], fold.Exams)).ToArray())];
        FoldDecision[][] runs = [.. seeds.Select(seed => new FoldDecision[seed.Length])];
        (int Seed, int Fold)[] places = [.. seeds.SelectMany((seed, s) => seed.Select((_, f) => (s, f)))];
        Parallel.ForEach(places, new ParallelOptions { CancellationToken = cancellation }, place => runs[place.Seed][place.Fold] =
            new FoldDecision(seeds[place.Seed][place.Fold].Run, seeds[place.Seed][place.Fold].Test, study));
        PooledDecisions pooled = new(variant.Exams, study, runs);
        return new VariantDecisions
        {
            Calibration = pooled.Calibration(variant.Predictions),
            PerClass = [.. study.Classes.Select((name, c) => new ClassDecisions(name, pooled.Points(c)))],
            Runs = [.. runs.SelectMany(seed => seed).OrderBy(run => run.Run.Fold).ThenBy(run => run.Run.Seed)
                .Select(run => run.Kept(study.Classes.Count))],
        };
    }

    private OrderedDictionary<string, CalibratedFigure> Calibration(VariantPredictions predictions)
    {
        double[][] before = [.. predictions.Exams.Select(seed => Values(seed.Pooled))],
            after = [.. runs.Select(seed => Values(new ScoredExams(
                exams.Labels.Labels, [.. seed.SelectMany(fold => fold.After)], study.Classes.Count)))];
        OrderedDictionary<string, CalibratedFigure> figures = [];
        foreach ((int m, string name) in CalibrationMetrics.Names.Index())
            figures.Add(name, new CalibratedFigure(before.Average(seed => seed[m]), after.Average(seed => seed[m])));
        return figures;

        static double[] Values(ScoredExams pooled) => CalibrationMetrics.Compute(pooled, pooled.Once);
    }

    private OrderedDictionary<string, PooledPoint> Points(int c)
    {
        OrderedDictionary<string, PooledPoint> points = [];
        foreach (string rule in ThresholdRule.All) points.Add(rule, Point(rule, c));
        return points;
    }

    private PooledPoint Point(string rule, int c)
    {
        FoldDecision[] used = [.. runs.SelectMany(seed => seed).Where(run => run.Test.Count > 0)];
        if (used.FirstOrDefault(run => ThresholdRule.Of(rule, run.Thresholds, c) is null) is { } without)
            return new PooledPoint { Undefined = Named(without, ThresholdRule.WhyUndefined(rule, without.Thresholds, c)) };
        bool[][] called = [.. runs.Select(seed => seed.SelectMany(fold => Called(fold, rule, c)).ToArray())];
        int[] all = [.. Enumerable.Range(0, exams.Labels.Count)], positives = [.. all.Where(i => exams.Labels.Labels[i] == c)],
            negatives = [.. all.Where(i => exams.Labels.Labels[i] != c)];
        double Share(int exam) => called.Count(seed => seed[exam]) / (double)called.Length;
        double precision = called.Average(seed => positives.Count(exam => seed[exam]) / (double)all.Count(exam => seed[exam]));
        return new PooledPoint
        {
            Sensitivity = positives.Length == 0 ? null : positives.Average(Share),
            Specificity = negatives.Length == 0 ? null : 1 - negatives.Average(Share),
            Precision = positives.Length == 0 || double.IsNaN(precision) ? null : precision,
            SensitivityInterval = Wilson(positives, Share),
            SpecificityInterval = Wilson(negatives, exam => 1 - Share(exam)),
            Undefined = positives.Length == 0 ? "no exam is of this class"
                : negatives.Length == 0 ? "all exams are of this class"
                : double.IsNaN(precision) ? "no exam is called this class"
                : null,
            Caution = used.Select(run => run.Thresholds.Caution(c) is { } caution ? Named(run, caution) : null)
                .FirstOrDefault(caution => caution is not null),
        };
    }

    private string Named(FoldDecision run, string what) =>
        study.Folds == 1 ? $"seed {run.Run.Seed}: {what}" : $"fold {run.Run.Fold}, seed {run.Run.Seed}: {what}";

    private Interval? Wilson(int[] chosen, Func<int, double> share) =>
        ClusteredProportion.Wilson(chosen, share, exams.Units.Of) is { } limits
            ? new Interval(limits.Low, limits.High, 0, IntervalMethod.Wilson)
            : null;

    private static IEnumerable<bool> Called(FoldDecision fold, string rule, int c)
    {
        double threshold = ThresholdRule.Of(rule, fold.Thresholds, c) ?? double.PositiveInfinity;
        return fold.Test.Select(exam => exam.Probabilities[c] >= threshold);
    }
}
