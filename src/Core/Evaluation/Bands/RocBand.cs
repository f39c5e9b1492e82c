using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Bands;

/// <summary>
/// How far a class's ROC curve varies from patients to patients: at each false positive rate the 2.5th and 97.5th percentile of the true
/// positive rate over resamples of patients, a band for one rate at a time.
/// </summary>
/// <param name="FalsePositiveRate">From 0 to 1 in equal steps.</param>
/// <param name="Low">The 2.5th percentile of the true positive rate there.</param>
/// <param name="High">The 97.5th percentile.</param>
public sealed record RocBand(IReadOnlyList<double> FalsePositiveRate, IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    /// <summary>How many resamples a band is made of.</summary>
    public const int Resamples = 2000;

    private const int Steps = 50;

    /// <summary>
    /// The band of each class of a split; null for a class of fewer than 5 patients, or with fewer than 5 patients of others, as for
    /// intervals by resamples. The resamples are the first of those of an evaluation.
    /// </summary>
    /// <param name="split">The split's name.</param>
    /// <param name="predicted">Its exams; those without a label are left out.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="patients">Patient of every labelled exam; null if each exam counts as one.</param>
    /// <param name="cancellation">Stops between two classes.</param>
    public static IReadOnlyList<RocBand?> Of(string split, IReadOnlyList<ExamPrediction> predicted, int classes,
        IReadOnlyDictionary<string, string>? patients, CancellationToken cancellation)
    {
        ExamPrediction[] exams = [.. predicted.Where(exam => exam.Label is not null)];
        int[] labels = [.. exams.Select(exam => exam.Label!.Value)];
        ExamUnits units = new([.. exams.Select(exam => exam.Exam)], labels, classes, patients);
        byte[][] draws = Bootstrap.Draws(units, exams.Length, Resamples, split);
        RocBand?[] bands = new RocBand?[classes];
        Parallel.For(0, classes, new ParallelOptions { CancellationToken = cancellation }, c =>
        {
            int others = units.Members.Count(members => members.Any(exam => labels[exam] != c));
            if (units.WithClass(c) >= FewUnits.Least && others >= FewUnits.Least)
                bands[c] = Of([.. exams.Select(exam => exam.Probabilities[c])], [.. labels.Select(label => label == c)], draws);
        });
        return bands;
    }

    private static RocBand Of(double[] scores, bool[] own, byte[][] draws)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        List<double>[] rates = [.. Enumerable.Range(0, Steps + 1).Select(_ => new List<double>(draws.Length))];
        foreach (byte[] counts in draws) Add(scores, own, order, counts, rates);
        double[][] sorted = [.. rates.Select(at => at.Order().ToArray())];
        return new RocBand([.. rates.Select((_, step) => (double)step / Steps)],
            [.. sorted.Select(at => Bootstrap.Percentile(at, 0.025))], [.. sorted.Select(at => Bootstrap.Percentile(at, 0.975))]);
    }

    // The curve of one resample at each rate; where it rises, its upper end. A resample without the class or the others has none.
    private static void Add(double[] scores, bool[] own, int[] order, byte[] counts, List<double>[] rates)
    {
        long positives = 0, negatives = 0;
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i]) positives += counts[i];
            else negatives += counts[i];
        }
        if (positives == 0 || negatives == 0) return;

        long right = 0, wrong = 0;
        int step = 0;
        for (int i = 0; i < order.Length;)
        {
            (double left, double below, long before) = ((double)wrong / negatives, (double)right / positives, wrong);
            for (double score = scores[order[i]]; i < order.Length && scores[order[i]] == score; i++)
            {
                if (own[order[i]]) right += counts[order[i]];
                else wrong += counts[order[i]];
            }
            if (wrong == before) continue;
            double x = (double)wrong / negatives, y = (double)right / positives;
            for (; step <= Steps && (double)step / Steps < x; step++)
                rates[step].Add(below + (y - below) * ((double)step / Steps - left) / (x - left));
        }
        for (; step <= Steps; step++) rates[step].Add(1);
    }
}
