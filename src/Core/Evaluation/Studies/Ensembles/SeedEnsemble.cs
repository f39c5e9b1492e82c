using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>The mean probabilities of a variant's seeds, within each fold: on exams that none of the fold's runs was trained on.</summary>
/// <param name="Seeds">The seeds.</param>
/// <param name="Metrics">What the ensemble gains in each metric; the interval stands at the chosen one.</param>
public sealed record SeedEnsemble(IReadOnlyList<long> Seeds, OrderedDictionary<string, EnsembleGain> Metrics)
{
    /// <summary>The ensemble; null with one seed.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="metric">The chosen metric.</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static SeedEnsemble? Of(MeasuredVariant variant, string metric, int resamples, CancellationToken cancellation)
    {
        IReadOnlyList<FoldedExams> seeds = variant.Predictions.Exams;
        if (seeds.Count < 2) return null;
        DrawnExams exams = variant.Exams;
        FoldedExams mean = new(
            [.. seeds[0].Predictions.Select((_, f) => MeanProbabilities.Of([.. seeds.Select(seed => seed.Predictions[f])]))],
            exams.Classes.Count);
        double[] values = mean.Compute(exams.Labels.Once);
        OrderedDictionary<string, EnsembleGain> gains = [];
        foreach ((int m, string name) in FoldedMetrics.Names.Index())
            gains.Add(name, EnsembleGain.Of(values[m], variant.Values[m], name == metric ? Interval(m) : null));
        return new SeedEnsemble(variant.Predictions.Seeds, gains);

        Interval? Interval(int m)
        {
            PairedDraws draws = PairedDraws.Draw(exams.Labels, [counts => [mean.Compute(metric, counts)]], exams.Drawn, resamples,
                exams.Key, progress: null, cancellation);
            return EnsembleGain.IntervalOf(metric, exams, draws.Whole, draws.Of(0, 0), variant.Drawn(m));
        }
    }
}
