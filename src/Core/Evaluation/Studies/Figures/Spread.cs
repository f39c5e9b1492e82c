namespace Angioboard.Core.Evaluation.Studies.Figures;

/// <summary>
/// Mean and standard deviation of a metric over folds or seeds. They describe how much it varies; they are no measure of how sure it is,
/// since folds share most of their training exams, and seeds all of them.
/// </summary>
/// <param name="Mean">The mean of the values that are defined; null if none is.</param>
/// <param name="Sd">The standard deviation, with n − 1; null of fewer than two.</param>
/// <param name="N">How many values there are.</param>
public sealed record Spread(double? Mean, double? Sd, int N)
{
    internal static Spread Of(IEnumerable<double> values)
    {
        double[] defined = [.. values.Where(double.IsFinite)];
        return defined.Length switch
        {
            0 => new Spread(null, null, 0),
            1 => new Spread(defined[0], null, 1),
            _ => new Spread(defined.Average(), Math.Sqrt(defined.Sum(value => Square(value - defined.Average())) / (defined.Length - 1)),
                defined.Length),
        };

        static double Square(double value) => value * value;
    }
}
