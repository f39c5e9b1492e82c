using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>
/// Temperature and class bias with the smallest log loss (bias-corrected temperature scaling: Alexandari, Kundaje and Shrikumar, 2020). The
/// loss is convex in (1/T, b), so Newton's method finds its only minimum.
/// </summary>
internal static class BiasFit
{
    private const int MostSteps = 200;

    // So little that it changes no digit shown; it gives the loss a minimum where a class is always right.
    private const double Ridge = 1e-10;

    // Beyond it exams of a class are hardly ever called, or always: the data do not limit the bias.
    private const double LargestBias = 10;
    private const double LargestLog = 5;

    // With a smaller loss every exam is right, and the loss falls on and on.
    private const double SeparatedLoss = 1e-6;

    /// <summary>Fits them; null where the exams do not determine them.</summary>
    public static Recalibration? Of(FittedExams exams)
    {
        int classes = exams.Logits[0].Length;
        IObjectiveFunction loss = ObjectiveFunction.GradientHessian(at => Evaluate(exams, at));
        try
        {
            MinimizationResult found = new NewtonMinimizer(1e-9, MostSteps, useLineSearch: true)
                .FindMinimum(loss, Vector<double>.Build.Dense(classes, c => c == 0 ? 1 : 0));
            double[] at = found.MinimizingPoint.ToArray();
            bool determined = at[0] > Math.Exp(-LargestLog) && at[0] < Math.Exp(LargestLog)
                && at[1..].All(b => Math.Abs(b) < LargestBias)
                && found.FunctionInfoAtMinimum.Value > SeparatedLoss;
            return determined ? new Recalibration(1 / at[0], [0, .. at[1..]]) : null;
        }
        catch (OptimizationException)
        {
            return null;
        }
    }

    // The unknowns are 1/T and the biases of all classes but the first: with x = (z, e_1, …) of each class, the loss is that of a
    // multinomial logistic regression.
    private static (double Loss, Vector<double> Gradient, Matrix<double> Hessian) Evaluate(FittedExams exams, Vector<double> at)
    {
        int unknowns = at.Count, n = exams.Labels.Length;
        double loss = 0;
        double[] gradient = new double[unknowns];
        double[,] hessian = new double[unknowns, unknowns];
        double[] mean = new double[unknowns];
        for (int i = 0; i < n; i++)
        {
            double[] z = exams.Logits[i];
            int label = exams.Labels[i];
            double[] scores = [.. z.Select((value, c) => value * at[0] + (c == 0 ? 0 : at[c]))];
            double largest = scores.Max(), sum = scores.Sum(score => Math.Exp(score - largest));
            loss += largest + Math.Log(sum) - scores[label];
            double[] p = [.. scores.Select(score => Math.Exp(score - largest) / sum)];

            mean[0] = z.Zip(p, (value, share) => value * share).Sum();
            for (int c = 1; c < unknowns; c++) mean[c] = p[c];
            gradient[0] += mean[0] - z[label];
            for (int c = 1; c < unknowns; c++) gradient[c] += p[c] - (label == c ? 1 : 0);
            hessian[0, 0] += z.Zip(p, (value, share) => share * (value - mean[0]) * (value - mean[0])).Sum();
            for (int c = 1; c < unknowns; c++)
            {
                double across = p[c] * (z[c] - mean[0]);
                hessian[0, c] += across;
                hessian[c, 0] += across;
                for (int d = 1; d < unknowns; d++) hessian[c, d] += (c == d ? p[c] : 0) - p[c] * p[d];
            }
        }
        Vector<double> start = Vector<double>.Build.Dense(unknowns, c => c == 0 ? 1 : 0), away = at - start;
        return (
            loss / n + Ridge / 2 * away.DotProduct(away),
            Vector<double>.Build.Dense(gradient) / n + Ridge * away,
            Matrix<double>.Build.DenseOfArray(hessian) / n + Ridge * Matrix<double>.Build.DenseIdentity(unknowns));
    }
}
