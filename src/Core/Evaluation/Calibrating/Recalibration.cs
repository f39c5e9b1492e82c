namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>
/// Changes probabilities so that they fit what happens: softmax(z / T + b), with the temperature T (Guo et al., 2017) and a bias b of each
/// class (Alexandari et al., 2020). Models are known by their probabilities alone, so z = log max(p, 1e-6).
/// </summary>
/// <param name="Temperature">T: above 1 it makes a model less sure.</param>
/// <param name="Bias">b of each class, 0 for the first; null for none.</param>
public sealed record Recalibration(double Temperature, IReadOnlyList<double>? Bias = null)
{
    private const double Least = 1e-6;

    /// <summary>Leaves probabilities as they are, but for the smallest.</summary>
    public static Recalibration None { get; } = new(1);

    /// <summary>z of an exam.</summary>
    /// <param name="probabilities">One of each class.</param>
    public static double[] Logits(IReadOnlyList<double> probabilities) => [.. probabilities.Select(p => Math.Log(Math.Max(p, Least)))];

    /// <summary>The changed probabilities of an exam.</summary>
    /// <param name="probabilities">One of each class.</param>
    public double[] Apply(IReadOnlyList<double> probabilities) => Softmax(Logits(probabilities));

    /// <summary>The probabilities of an exam's z.</summary>
    internal double[] Softmax(double[] logits)
    {
        double[] changed = [.. logits.Select((z, c) => z / Temperature + (Bias?[c] ?? 0))];
        double largest = changed.Max();
        for (int c = 0; c < changed.Length; c++) changed[c] = Math.Exp(changed[c] - largest);
        double sum = changed.Sum();
        for (int c = 0; c < changed.Length; c++) changed[c] /= sum;
        return changed;
    }

    /// <summary>−log of the true class's probability.</summary>
    internal double Loss(double[] logits, int label)
    {
        double[] changed = [.. logits.Select((z, c) => z / Temperature + (Bias?[c] ?? 0))];
        double largest = changed.Max();
        return largest - changed[label] + Math.Log(changed.Sum(z => Math.Exp(z - largest)));
    }
}
