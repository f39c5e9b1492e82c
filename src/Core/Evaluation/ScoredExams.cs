namespace Angioboard.Core.Evaluation;

/// <summary>
/// The labelled exams of a split with all that can be known of them before they are counted: predicted classes, sorted scores,
/// losses, calibration bins. Metrics of a resample then need no sorting and no logarithm.
/// </summary>
internal sealed class ScoredExams
{
    // The smallest probability that counts in the log loss: the machine epsilon of float64, as in scikit-learn.
    private const double Epsilon = 2.220446049250313e-16;

    private readonly Lazy<ScoreOrder> pooledOrder;

    public ScoredExams(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities, int classes)
    {
        Classes = classes;
        Labels = [.. labels];
        Probabilities = [.. probabilities];
        Predicted = [.. probabilities.Select(row => Array.IndexOf(row, row.Max()))];
        Confidence = [.. probabilities.Select(row => row.Max())];
        Losses = [.. Labels.Select((label, i) => Loss(Probabilities[i], label))];
        Phi = [.. Labels.Select((label, i) => ImcpCurve.Phi(Probabilities[i][label]))];
        PhiOrder = [.. Enumerable.Range(0, Count).OrderBy(i => Phi[i]).ThenBy(i => Labels[i])];
        ClassOrders = [.. Enumerable.Range(0, classes).Select(c => new ScoreOrder([.. probabilities.Select(row => row[c])]))];
        pooledOrder = new(() => new ScoreOrder([.. Probabilities.SelectMany(row => row)]));
        Once = new int[Count];
        Array.Fill(Once, 1);
    }

    public int Classes { get; }

    public int Count => Labels.Length;

    public int[] Labels { get; }

    public double[][] Probabilities { get; }

    /// <summary>The class with the largest probability, the first of equal ones.</summary>
    public int[] Predicted { get; }

    /// <summary>The largest probability.</summary>
    public double[] Confidence { get; }

    /// <summary>Negative log-likelihoods (nats).</summary>
    public double[] Losses { get; }

    /// <summary>The IMCP curve's height for each exam.</summary>
    public double[] Phi { get; }

    /// <summary>Exams along the IMCP curve: by height, ties by label.</summary>
    public int[] PhiOrder { get; }

    /// <summary>For each class, exams by their probability for it.</summary>
    public ScoreOrder[] ClassOrders { get; }

    /// <summary>Pairs (exam, class), entry exam · classes + class, by probability.</summary>
    public ScoreOrder PooledOrder => pooledOrder.Value;

    /// <summary>How often each exam counts outside of resamples: once.</summary>
    public int[] Once { get; }

    /// <summary>How many exams each class has, each exam counted as often as <paramref name="counts"/> says.</summary>
    public long[] Support(ReadOnlySpan<int> counts)
    {
        long[] support = new long[Classes];
        for (int i = 0; i < counts.Length; i++) support[Labels[i]] += counts[i];
        return support;
    }

    /// <summary>The mean of a class's figure over the classes that hold exams.</summary>
    public static double MeanOverPresent(long[] support, Func<int, double> figure)
    {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < support.Length; c++)
        {
            if (support[c] == 0) continue;
            sum += figure(c);
            present++;
        }
        return sum / present;
    }

    private static double Loss(double[] row, int label)
    {
        double sum = row.Sum(p => Math.Clamp(p, Epsilon, 1 - Epsilon));
        return -Math.Log(Math.Clamp(row[label], Epsilon, 1 - Epsilon) / sum);
    }
}
