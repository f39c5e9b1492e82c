namespace Angioboard.Core.Data.Folds;

/// <summary>
/// Sums in the order in which numpy adds, so that what is equal there is equal here: another order differs in the last bit, and the
/// greedy of <see cref="StratifiedGroups"/> would break ties in another way.
/// </summary>
internal static class NumpySums
{
    private const int Lanes = 8, Block = 128;

    /// <summary>The sum: numpy's pairwise summation of a contiguous row.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        if (values.Length < Lanes)
        {
            foreach (double value in values) sum += value;
            return sum;
        }
        if (values.Length > Block)
        {
            int half = values.Length / 2;
            half -= half % Lanes;
            return Sum(values[..half]) + Sum(values[half..]);
        }
        Span<double> lanes = stackalloc double[Lanes];
        values[..Lanes].CopyTo(lanes);
        int whole = values.Length - values.Length % Lanes;
        for (int i = Lanes; i < whole; i++) lanes[i % Lanes] += values[i];
        sum = (lanes[0] + lanes[1] + (lanes[2] + lanes[3])) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        for (int i = whole; i < values.Length; i++) sum += values[i];
        return sum;
    }

    /// <summary>The standard deviation, with the number of values as divisor.</summary>
    public static double Deviation(double[] values)
    {
        double mean = Sum(values) / values.Length;
        return Math.Sqrt(Sum(Array.ConvertAll(values, value => (value - mean) * (value - mean))) / values.Length);
    }
}
