using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Selection;

/// <summary>BBC-CV (Tsamardinos, Greasidou and Borboudakis, 2018): choose on the drawn patients, measure on the undrawn.</summary>
/// <param name="Value">The mean over draws; null if none is left.</param>
/// <param name="Interval">The 2.5th and 97.5th percentile over draws.</param>
/// <param name="LeftOut">Draws left out.</param>
internal sealed record CorrectedBest(double? Value, Limits? Interval, int LeftOut)
{
    /// <summary>How many draws.</summary>
    public const int Draws = 1000;

    private const long Seed = 42;

    /// <summary>Draws, on all cores.</summary>
    /// <param name="variants">The variants, on the same exams.</param>
    /// <param name="exams">These exams.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CorrectedBest Of(
        IReadOnlyList<VariantPredictions> variants, DrawnExams exams, string metric, CancellationToken cancellation)
    {
        bool lower = MetricDirection.LowerIsBetter(metric), everyClass = MetricNames.NeedEveryClass.Contains(metric);
        bool[] present = [.. exams.Labels.Support(exams.Labels.Once).Select(support => support > 0)];
        double[] measured = new double[Draws];
        Parallel.For(0, Draws, new ParallelOptions { CancellationToken = cancellation }, draw =>
        {
            byte[] drawn = new byte[exams.Labels.Count];
            exams.Drawn.Draw(drawn, new SeededRandom(Seed, $"selection/{exams.Units.Key}", draw));
            byte[] undrawn = [.. drawn.Select(count => count == 0 ? (byte)1 : (byte)0)];
            long[] support = exams.Labels.Support(undrawn);
            bool whole = !support.Where((n, c) => present[c] && n == 0).Any();
            bool usable = support.Sum() > 0 && (whole || !everyClass);
            measured[draw] = usable ? Chosen(drawn)?.Compute(metric, undrawn) ?? double.NaN : double.NaN;
        });
        double[] kept = [.. measured.Where(double.IsFinite).Order()];
        return kept.Length == 0
            ? new CorrectedBest(null, null, Draws)
            : new CorrectedBest(kept.Average(), new Limits(Bootstrap.Percentile(kept, 0.025), Bootstrap.Percentile(kept, 0.975)),
                Draws - kept.Length);

        VariantPredictions? Chosen(byte[] drawn)
        {
            (VariantPredictions? best, double value) = (null, double.NaN);
            foreach (VariantPredictions variant in variants)
            {
                double own = variant.Compute(metric, drawn);
                if (double.IsNaN(own) || (best is not null && (lower ? own >= value : own <= value))) continue;
                (best, value) = (variant, own);
            }
            return best;
        }
    }
}
