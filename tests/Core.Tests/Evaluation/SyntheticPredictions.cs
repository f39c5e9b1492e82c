using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation;

/// <summary>Predictions that are right more often than not, drawn from a seed.</summary>
internal static class SyntheticPredictions
{
    public static SplitPredictions Split(string name, int exams, int classes, long seed, bool everyClass = true)
    {
        SeededRandom random = new(seed, name);
        return new SplitPredictions(name, [.. Enumerable.Range(0, exams).Select(i =>
        {
            // Later classes are rarer.
            int label = everyClass && i < classes ? i : Math.Min(random.NextInt(classes), random.NextInt(classes));
            double[] logits = [.. Enumerable.Range(0, classes).Select(c => random.NextNormal() + (c == label ? 1.2 : 0))];
            return new ExamPrediction($"{name}/{i}_{(i % 2 == 0 ? "L" : "R")}", label, Softmax(logits));
        })]);
    }

    public static double[] Softmax(double[] logits)
    {
        double[] powers = [.. logits.Select(Math.Exp)];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    public static string[] ClassNames(int classes) => [.. Enumerable.Range(0, classes).Select(c => $"class {c}")];

    public static EvaluationReport Evaluate(EvaluationOptions options, params IReadOnlyList<SplitPredictions> splits) =>
        Evaluator.Evaluate(splits, options, cancellation: TestContext.Current.CancellationToken);

    /// <summary>A split named validation, with too few resamples for intervals.</summary>
    public static SplitReport Evaluate(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities) => Evaluate(
        new EvaluationOptions(ClassNames(probabilities[0].Length), Resamples: 2),
        new SplitPredictions("validation", [.. labels.Select((label, i) => new ExamPrediction($"{i}_L", label, probabilities[i]))]))
        .Splits["validation"];
}
