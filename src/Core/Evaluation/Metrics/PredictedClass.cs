namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>The class that a model's probabilities predict.</summary>
internal static class PredictedClass
{
    /// <summary>The class with the largest probability, the first of equal ones.</summary>
    public static int Of(double[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
