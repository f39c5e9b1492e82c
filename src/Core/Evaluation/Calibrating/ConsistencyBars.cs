using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>
/// Where the accuracy of each bin would be in 95 % of studies if the model were calibrated (Bröcker and Smith, 2007): patients are drawn
/// with replacement, and each exam is right with the chance that its confidence gives.
/// </summary>
internal static class ConsistencyBars
{
    private const int Draws = 1000;
    private const long Seed = 42;

    /// <summary>The bins with their bars; a bin without exams has none.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="units">Their units.</param>
    /// <param name="purpose">Part of the draws' key: the same exams and purpose give the same draws.</param>
    public static CalibrationBin[] Add(ScoredExams exams, ExamUnits units, string purpose)
    {
        DrawnUnits drawn = new(units.Members);
        double[][] shares = new double[Draws][];
        Parallel.For(0, Draws, () => new byte[exams.Count], (draw, _, counts) =>
        {
            SeededRandom random = new(Seed, $"consistency/{purpose}/{units.Key}", draw);
            drawn.Draw(counts, random);
            int[] right = new int[Calibration.Bins], total = new int[Calibration.Bins];
            for (int unit = 0; unit < units.Count; unit++)
            {
                foreach (int exam in units.Members[unit])
                {
                    int bin = exams.Bins[exam];
                    for (int time = 0; time < counts[exam]; time++) right[bin] += random.Chance(exams.Confidence[exam]) ? 1 : 0;
                    total[bin] += counts[exam];
                }
            }
            shares[draw] = [.. right.Zip(total, (r, t) => (double)r / t)];
            return counts;
        }, _ => { });
        return [.. Calibration.Reliability(exams).Select((bin, b) => bin.Exams == 0 ? bin : bin with { IfCalibrated = Bar(shares, b) })];
    }

    private static ConsistencyBar? Bar(double[][] shares, int b)
    {
        double[] defined = [.. shares.Select(share => share[b]).Where(double.IsFinite).Order()];
        return defined.Length == 0 ? null : new ConsistencyBar(Bootstrap.Percentile(defined, 0.025), Bootstrap.Percentile(defined, 0.975));
    }
}
