namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// The labelled exams of a split with everything that does not depend on a resample: predicted classes, sorted scores, losses, calibration
/// bins. Metrics of a resample then need no sorting and no logarithm. Multiplicities are bytes: a table of a million of them stays in the
/// CPU's cache.
/// </summary>
internal sealed class ScoredExams
{
    // The smallest probability in the log loss: the machine epsilon of float64, as in scikit-learn.
    private const double Epsilon = 2.220446049250313e-16;

    private readonly Lazy<PooledScores> pooled;

    public ScoredExams(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities, int classes)
    {
        Classes = classes;
        Labels = [.. labels];
        Probabilities = [.. probabilities];
        Predicted = [.. probabilities.Select(PredictedClass.Of)];
        Confidence = [.. probabilities.Select(row => row.Max())];
        Bins = [.. Confidence.Select(Calibration.BinOf)];
        Losses = [.. Labels.Select((label, i) => Loss(Probabilities[i], label))];
        SquaredErrors = [.. Labels.Select((label, i) => SquaredError(Probabilities[i], label))];
        Phi = [.. Labels.Select((label, i) => ImcpCurve.Phi(Probabilities[i][label]))];
        PhiOrder = [.. Enumerable.Range(0, Count)];
        Array.Sort(PhiOrder, (a, b) => Phi[a].CompareTo(Phi[b]) is var order and not 0 ? order : Labels[a]
            .CompareTo(Labels[b]) is var label and not 0 ? label : a.CompareTo(b));
        OrderedPhi = Array.ConvertAll(PhiOrder, exam => Phi[exam]);
        PhiLabels = Array.ConvertAll(PhiOrder, exam => Labels[exam]);
        ClassOrders = new ScoreOrder[classes];
        Parallel.For(0, classes, c => ClassOrders[c] = new ScoreOrder([.. Probabilities.Select(row => row[c])]));
        OrderedLabels = [.. ClassOrders.Select(order => Array.ConvertAll(order.Entries, exam => (ushort)Labels[exam]))];
        pooled = new(() => new PooledScores(this));
        Once = new byte[Count];
        Array.Fill(Once, (byte)1);
    }

    public int Classes { get; }

    public int Count => Labels.Length;

    public int[] Labels { get; }

    public double[][] Probabilities { get; }

    /// <summary>The class with the largest probability, the first of equal ones.</summary>
    public int[] Predicted { get; }

    /// <summary>The largest probability.</summary>
    public double[] Confidence { get; }

    /// <summary>The calibration bin of <see cref="Confidence"/>.</summary>
    public int[] Bins { get; }

    /// <summary>Negative log-likelihoods (nats).</summary>
    public double[] Losses { get; }

    /// <summary>Squared distances from the probabilities to 1 for the true class and 0 for the others (Brier, 1950).</summary>
    public double[] SquaredErrors { get; }

    /// <summary>The IMCP curve's height for each exam.</summary>
    public double[] Phi { get; }

    /// <summary>Exams along the IMCP curve: by height, ties by label.</summary>
    public int[] PhiOrder { get; }

    /// <summary><see cref="Phi"/> in that order.</summary>
    public double[] OrderedPhi { get; }

    /// <summary>The labels in that order.</summary>
    public int[] PhiLabels { get; }

    /// <summary>For each class, exams by their probability for it.</summary>
    public ScoreOrder[] ClassOrders { get; }

    /// <summary>For each class, the labels of <see cref="ClassOrders"/>' exams in their order.</summary>
    public ushort[][] OrderedLabels { get; }

    /// <summary>Pairs (exam, class) by probability.</summary>
    public PooledScores Pooled => pooled.Value;

    /// <summary>Multiplicities outside resamples: 1.</summary>
    public byte[] Once { get; }

    /// <summary>Number of exams per class, with multiplicities <paramref name="counts"/> says.</summary>
    public long[] Support(ReadOnlySpan<byte> counts)
    {
        long[] support = new long[Classes];
        for (int i = 0; i < counts.Length; i++) support[Labels[i]] += counts[i];
        return support;
    }

    /// <summary>The mean of a per-class figure over the classes with exams.</summary>
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

    private static double SquaredError(double[] row, int label)
    {
        double sum = 0;
        for (int c = 0; c < row.Length; c++) sum += (row[c] - (c == label ? 1 : 0)) * (row[c] - (c == label ? 1 : 0));
        return sum;
    }

    private static double Loss(double[] row, int label)
    {
        double sum = row.Sum(p => Math.Clamp(p, Epsilon, 1 - Epsilon));
        return -Math.Log(Math.Clamp(row[label], Epsilon, 1 - Epsilon) / sum);
    }
}
