using System.Globalization;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>
/// Writes a mean with its standard deviation, both to the same decimal: the deviation's second leading digit, but not beyond the four
/// decimals of single values unless the deviation would be lost.
/// </summary>
public static class MeanText
{
    private const int MostDecimals = 4;

    /// <summary><c>0.9890 ± 0.0008</c>, <c>6.5e-4 ± 3.8e-4</c>, <c>120 ± 14</c>.</summary>
    public static string Of(double mean, double deviation)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(deviation) || deviation <= 1e-12 * Math.Abs(mean))
            return ColumnFormat.Measured.Write(mean);
        double size = Math.Max(Math.Abs(mean), deviation);
        if (size is >= 1e-3 and < 1e6) return Pair(mean, deviation, Decimals(deviation, MostDecimals), "");
        int exponent = Exponent(size);
        double scale = Math.Pow(10, exponent);
        (mean, deviation) = (mean / scale, deviation / scale);
        return Pair(mean, deviation, Decimals(deviation, MostDecimals), FormattableString.Invariant($"e{exponent}"));
    }

    private static string Pair(double mean, double deviation, int decimals, string power)
    {
        string format = "F" + Math.Max(0, decimals).ToString(CultureInfo.InvariantCulture);
        double unit = Math.Pow(10, Math.Max(0, -decimals));
        return $"{Rounded(mean)}{power} ± {Rounded(deviation)}{power}";

        string Rounded(double value) =>
            (unit > 1 ? Math.Round(value / unit) * unit : value).ToString(format, CultureInfo.InvariantCulture);
    }

    private static int Decimals(double deviation, int most)
    {
        int first = -Exponent(deviation);
        return Math.Max(first, Math.Min(first + 1, most));
    }

    // Of the value as rounded to two digits: 0.0996 counts as 0.10.
    private static int Exponent(double value)
    {
        string text = value.ToString("E1", CultureInfo.InvariantCulture);
        return int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
    }
}
