using System.Globalization;

namespace Angioboard.Jobs.Comparison.Export;

/// <summary>Numbers of a comparison as people read them: three decimals, a dash for what is not defined.</summary>
public static class Figures
{
    private const string None = "–";
    private const double LeastP = 0.001;

    /// <summary>A value: <c>0.834</c>.</summary>
    public static string Value(double? value) =>
        value is { } number ? Rounded(number).ToString("F3", CultureInfo.InvariantCulture) : None;

    /// <summary>A difference with its sign: <c>+0.072</c>.</summary>
    public static string Signed(double? value) =>
        value is { } number ? Rounded(number).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) : None;

    /// <summary>An interval: <c>0.021 to 0.123</c>.</summary>
    public static string Interval(double? low, double? high) =>
        low is not null && high is not null ? $"{Value(low)} to {Value(high)}" : None;

    /// <summary>A p-value: <c>0.031</c>, or <c>&lt;0.001</c>.</summary>
    public static string P(double? p) => p is { } number ? number < LeastP ? "<0.001" : Value(number) : None;

    /// <summary>A p-value within a sentence: <c>p = 0.031</c>; nothing for none.</summary>
    public static string? PIs(double? p) => p is { } number ? number < LeastP ? "p < 0.001" : $"p = {Value(number)}" : null;

    /// <summary>A count with separators between thousands: <c>1,200</c>.</summary>
    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    // Adding 0 turns -0 into 0.
    private static double Rounded(double value) => Math.Round(value, 3) + 0;
}
