using System.Text.RegularExpressions;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Comparison.Export;

namespace Angioboard.Jobs.Papers.Writing;

/// <summary>Makes cells, with figures rounded as on the dashboard's pages.</summary>
internal static partial class PaperCells
{
    /// <summary>The text with minus signs in place of hyphens before digits.</summary>
    public static string Minus(string figures) => Hyphens().Replace(figures, "−");

    /// <summary>A text.</summary>
    public static PaperCell Words(string text) => new(PaperWords.Clean(text), text);

    /// <summary>A count; nothing if it is not known.</summary>
    public static PaperCell Count(long? count) => new(count is { } known ? Figures.Count(known) : "–", (double?)count);

    /// <summary>A figure.</summary>
    public static PaperCell Value(double? value) => new(Minus(Figures.Value(value)), value);

    /// <summary>A difference with its sign.</summary>
    public static PaperCell Signed(double? value) => new(Minus(Figures.Signed(value)), value);

    /// <summary>A p-value.</summary>
    public static PaperCell P(double? p) => new(Figures.P(p), p);

    /// <summary>A figure with its interval below it.</summary>
    public static PaperCell Interval(double? value, Interval? interval) => Interval(value, interval?.Low, interval?.High);

    /// <summary>A figure with its limits below it.</summary>
    public static PaperCell Interval(double? value, double? low, double? high) => new(
        low is null || high is null ? Figures.Value(value)
            : low < 0 ? Minus($"{Figures.Value(value)}\n({Figures.Interval(low, high)})")
            // A dash is shorter, and no sign here.
            : $"{Figures.Value(value)}\n({Figures.Value(low)}–{Figures.Value(high)})", value, low, high);

    /// <summary>The limits of an interval.</summary>
    public static PaperCell Limits(double? low, double? high) => new(Minus(Figures.Interval(low, high)), low, high);

    /// <summary>A difference with its sign and its limits below it.</summary>
    public static PaperCell Difference(double? value, double? low, double? high) => new(
        low is null || high is null ? Minus(Figures.Signed(value))
            : Minus($"{Figures.Signed(value)}\n({Figures.Interval(low, high)})"), value, low, high);

    [GeneratedRegex(@"(?<![\w.])-(?=\d)")]
    private static partial Regex Hyphens();
}
