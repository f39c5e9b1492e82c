namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>Calibration of the largest probability: 15 equal bins (lo, hi] (Guo et al., 2017).</summary>
internal static class Calibration
{
    public const int Bins = 15;

    /// <summary>The bins from low to high confidence.</summary>
    public static CalibrationBin[] Reliability(ScoredExams exams)
    {
        (double[] confidence, long[] right, long[] total) = Sums(exams, exams.Once);
        return [.. Enumerable.Range(0, Bins).Select(b => new CalibrationBin(
            (double)b / Bins,
            (b + 1.0) / Bins,
            (int)total[b],
            total[b] == 0 ? null : confidence[b] / total[b],
            total[b] == 0 ? null : (double)right[b] / total[b]))];
    }

    /// <summary>The expected calibration error: the bins' gaps between confidence and accuracy, weighted by their exams.</summary>
    public static double Error(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        (double[] confidence, long[] right, long[] total) = Sums(exams, counts);
        double gaps = 0;
        for (int b = 0; b < Bins; b++) gaps += Math.Abs(confidence[b] - right[b]);
        return gaps / total.Sum();
    }

    /// <summary>
    /// What this error would be of a calibrated model with these confidences: with few exams it is far above 0. Each exam is right with the
    /// chance that its confidence gives.
    /// </summary>
    /// <param name="exams">The exams.</param>
    /// <param name="key">The data's key: the same exams give the same draws.</param>
    public static CalibratedError IfCalibrated(ScoredExams exams, string key)
    {
        const int Draws = 1000;
        double[] errors = new double[Draws];
        (double[] confidence, _, _) = Sums(exams, exams.Once);
        Parallel.For(0, Draws, draw =>
        {
            SeededRandom random = new(42, $"calibrated/{key}", draw);
            long[] right = new long[Bins];
            for (int i = 0; i < exams.Count; i++) right[exams.Bins[i]] += random.Chance(exams.Confidence[i]) ? 1 : 0;
            for (int b = 0; b < Bins; b++) errors[draw] += Math.Abs(confidence[b] - right[b]) / exams.Count;
        });
        Array.Sort(errors);
        return new CalibratedError(errors.Average(), Bootstrap.Percentile(errors, 0.025), Bootstrap.Percentile(errors, 0.975));
    }

    private static (double[] Confidence, long[] Right, long[] Total) Sums(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        double[] confidence = new double[Bins];
        long[] right = new long[Bins], total = new long[Bins];
        int[] bins = exams.Bins, called = exams.Predicted, labels = exams.Labels;
        for (int i = 0; i < counts.Length; i++)
        {
            int bin = bins[i], count = counts[i];
            confidence[bin] += count * exams.Confidence[i];
            total[bin] += count;
            right[bin] += called[i] == labels[i] ? count : 0;
        }
        return (confidence, right, total);
    }

    /// <summary>The bin of a confidence.</summary>
    public static int BinOf(double confidence)
    {
        int bin = Math.Clamp((int)(confidence * Bins), 0, Bins - 1);
        // The product may round across an edge, and an edge belongs to the bin below it.
        while (bin > 0 && confidence <= (double)bin / Bins) bin--;
        while (bin < Bins - 1 && confidence > (bin + 1.0) / Bins) bin++;
        return bin;
    }
}
