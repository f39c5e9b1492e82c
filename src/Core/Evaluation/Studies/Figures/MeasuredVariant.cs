using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Figures;

/// <summary>A variant's metrics: in all exams, with each seed, in each fold, and in each draw of patients.</summary>
internal sealed class MeasuredVariant
{
    /// <param name="predictions">The variant's predictions.</param>
    /// <param name="exams">Their exams.</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    public MeasuredVariant(VariantPredictions predictions, DrawnExams exams, int resamples, CancellationToken cancellation)
    {
        (Predictions, Exams) = (predictions, exams);
        Values = predictions.ComputeWithClasses(exams.Labels.Once);
        BySeed = [.. predictions.Exams.Select(seed => seed.Compute(seed.Pooled.Once))];
        double[][][] folds = [.. predictions.Exams.Select(seed => seed.ByFold())];
        ByFold = [.. Enumerable.Range(0, predictions.Folds.Count).Select(fold => Enumerable.Range(0, FoldedMetrics.Names.Count)
            .Select(m => folds.Average(seed => seed[fold][m])).ToArray())];
        Draws = PairedDraws.Draw(
            exams.Labels, [predictions.ComputeWithClasses], exams.Drawn, resamples, exams.Key, progress: null, cancellation);
    }

    public VariantPredictions Predictions { get; }

    public DrawnExams Exams { get; }

    /// <summary>The mean over seeds of the metrics and the classes' figures (<see cref="FoldedExams.ComputeWithClasses"/>).</summary>
    public double[] Values { get; }

    /// <summary>The metrics with each seed.</summary>
    public double[][] BySeed { get; }

    /// <summary>The metrics of each fold alone, the mean over seeds.</summary>
    public double[][] ByFold { get; }

    /// <summary>The values in each draw.</summary>
    public PairedDraws Draws { get; }

    /// <summary>A value in each draw.</summary>
    public double[] Drawn(int value) => Draws.Of(0, value);
}
