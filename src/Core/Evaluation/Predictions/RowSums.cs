using System.Globalization;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>
/// Tolerance for the row sums of a predictions.json: the error of float32 softmax or of rounding the written numbers, less than (classes /
/// 2 + 1) units of the last place written, at most 0.01.
/// </summary>
internal sealed class RowSums
{
    private const double Exact = 1e-8;
    private const double Softmax = 1e-3;
    private const double Most = 1e-2;

    // Upper bound of the error of float32 softmax.
    private const double Unsaid = 1e-5;

    private double farthest;
    private int divided;

    /// <summary>A note about rows that do not sum to 1; none for errors within float32 softmax.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (divided > 0)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{(divided == 1 ? "1 row does" : $"{divided} rows do")} not sum to exactly 1 (off by up to "
                        + $"{farthest:0.#####}, as after rounding): divided by the sum");
        }
    }

    /// <summary>Why a row's sum is refused; null if it is not.</summary>
    /// <param name="row">The probabilities.</param>
    /// <param name="written">The list as it is written.</param>
    public static string? Fault(List<double> row, ReadOnlySpan<byte> written)
    {
        double sum = Sum(row), off = Math.Abs(sum - 1);
        if (off <= Softmax + Exact) return null;
        double unit = WrittenNumbers.Unit(written);
        // Half a unit each, plus less than one unit for errors before rounding.
        double explained = row.Count / 2.0 * unit;
        return off < explained + unit - Exact && off <= Most + Exact
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"the probabilities sum to {sum:G6}; they must sum to 1 within {Math.Clamp(explained, Softmax, Most):G3}: write softmax "
                    + $"outputs, not logits");
    }

    /// <summary>The row unchanged, or divided by its sum.</summary>
    public double[] ToOne(List<double> row)
    {
        double[] probabilities = [.. row];
        double sum = Sum(row), off = Math.Abs(sum - 1);
        if (off <= Exact) return probabilities;
        for (int c = 0; c < probabilities.Length; c++) probabilities[c] /= sum;
        if (off > Unsaid)
        {
            divided++;
            farthest = Math.Max(farthest, off);
        }
        return probabilities;
    }

    private static double Sum(List<double> row)
    {
        double sum = 0;
        foreach (double p in row) sum += p;
        return sum;
    }
}
