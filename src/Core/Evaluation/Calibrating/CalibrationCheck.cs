using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>Compares a split's probabilities before and after calibration.</summary>
/// <param name="calibration">The run's calibration.</param>
/// <param name="classes">Class names.</param>
/// <param name="unitName">What a unit is: <c>patients</c> or <c>exams</c>.</param>
/// <param name="resamples">How many draws of patients.</param>
internal sealed class CalibrationCheck(RunCalibration calibration, IReadOnlyList<string> classes, string unitName, int resamples)
{
    /// <summary>The comparison.</summary>
    /// <param name="before">The split.</param>
    /// <param name="units">Its units.</param>
    /// <param name="split">Its name, part of the key of the draws.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public CalibratedSplit Of(ScoredExams before, ExamUnits units, string split, CancellationToken cancellation)
    {
        ScoredExams? after = calibration.Changes
            ? new ScoredExams(before.Labels, [.. before.Probabilities.Select(calibration.Recalibration.Apply)], before.Classes)
            : null;
        return new CalibratedSplit
        {
            Method = calibration.Method,
            FittedHere = calibration.Data == units.Key,
            Metrics = after is null ? [] : Effects(before, after, units, split, cancellation),
            PerClass = [.. classes.Select((name, c) => new ClassCalibration(name, CalibrationLines.Of(before, c, units.Of),
                after is null ? null : CalibrationLines.Of(after, c, units.Of)))],
            Reliability = after is null ? [] : ConsistencyBars.Add(after, units, "after"),
        };
    }

    private OrderedDictionary<string, CalibrationEffect> Effects(
        ScoredExams before, ScoredExams after, ExamUnits units, string split, CancellationToken cancellation)
    {
        PairedDraws draws = PairedDraws.Draw(
            [after, before], new DrawnUnits(units.Members), resamples, $"paired/{split}/{units.Key}", null, cancellation,
            CalibrationMetrics.Compute);
        FewestUnits fewest = FewestUnits.Of(before, units.Of, unitName);
        double[] first = CalibrationMetrics.Compute(before, before.Once), second = CalibrationMetrics.Compute(after, after.Once);
        OrderedDictionary<string, CalibrationEffect> effects = [];
        foreach ((int m, string name) in CalibrationMetrics.Names.Index())
        {
            double difference = second[m] - first[m];
            effects.Add(name, new CalibrationEffect(first[m], second[m], difference, units.Count < 2
                ? null
                : MetricDifference.Of(name, difference, draws.Differences(0, 1, m), draws.Whole, fewest, units.Count)));
        }
        return effects;
    }
}
