namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>
/// The predictions from which a variant's figures are made: seeds that all have the same folds. If a seed has all folds, those that have
/// them too; before that, the folds of the seed that has the most.
/// </summary>
internal sealed class VariantPredictions
{
    private VariantPredictions(string variant, IReadOnlyList<int> folds, IReadOnlyList<long> seeds, IReadOnlyList<FoldedExams> exams,
        bool whole) => (Variant, Folds, Seeds, Exams, IsWhole) = (variant, folds, seeds, exams, whole);

    public string Variant { get; }

    public IReadOnlyList<int> Folds { get; }

    public IReadOnlyList<long> Seeds { get; }

    /// <summary>The predictions with each seed; the same exams in the same order.</summary>
    public IReadOnlyList<FoldedExams> Exams { get; }

    /// <summary>Whether these are all folds of the study.</summary>
    public bool IsWhole { get; }

    public FoldedExams First => Exams[0];

    /// <summary>Chooses and sorts; null where no fold has a labelled exam.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="seeds">Its seeds that have any fold.</param>
    /// <param name="classes">Number of classes.</param>
    public static VariantPredictions? Of(string variant, IReadOnlyList<OutOfFold> seeds, int classes)
    {
        if (seeds.MinBy(seed => seed.Missing.Count) is not { } most || most.Folds.All(fold => fold.Exams.Count == 0)) return null;
        int[] folds = [.. most.Folds.Select(fold => fold.Fold)];
        OutOfFold[] used = [.. seeds.Where(seed => folds.All(fold => seed.Folds.Any(own => own.Fold == fold)))];
        return new VariantPredictions(variant, folds, [.. used.Select(seed => seed.Seed)],
            [.. used.Select(seed => new FoldedExams([.. seed.Folds.Where(fold => folds.Contains(fold.Fold))], classes))],
            most.Missing.Count == 0);
    }

    /// <summary>The mean over seeds of the metrics and the classes' figures (<see cref="FoldedExams.ComputeWithClasses"/>).</summary>
    public double[] ComputeWithClasses(ReadOnlySpan<byte> counts)
    {
        double[] mean = Exams[0].ComputeWithClasses(counts);
        for (int seed = 1; seed < Exams.Count; seed++)
        {
            double[] values = Exams[seed].ComputeWithClasses(counts);
            for (int m = 0; m < mean.Length; m++) mean[m] += values[m];
        }
        for (int m = 0; m < mean.Length; m++) mean[m] /= Exams.Count;
        return mean;
    }

    /// <summary>The mean over seeds of one metric.</summary>
    public double Compute(string metric, ReadOnlySpan<byte> counts)
    {
        double sum = 0;
        foreach (FoldedExams seed in Exams) sum += seed.Compute(metric, counts);
        return sum / Exams.Count;
    }
}
