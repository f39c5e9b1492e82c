using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Comparison.Export;

namespace Angioboard.Jobs.Papers.Writing;

/// <summary>Makes cells, with figures rounded as on the dashboard's pages.</summary>
internal static class PaperCells
{
    /// <summary>A text.</summary>
    public static PaperCell Words(string text) => new(PaperWords.Clean(text), text);

    /// <summary>A count; nothing if it is not known.</summary>
    public static PaperCell Count(long? count) => new(count is { } known ? Figures.Count(known) : "–", (double?)count);

    /// <summary>A figure.</summary>
    public static PaperCell Value(double? value) => new(Figures.Value(value), value);

    /// <summary>A difference with its sign.</summary>
    public static PaperCell Signed(double? value) => new(Figures.Signed(value), value);

    /// <summary>A p-value.</summary>
    public static PaperCell P(double? p) => new(Figures.P(p), p);

    /// <summary>A figure with its interval below it.</summary>
    public static PaperCell Interval(double? value, Interval? interval) => Interval(value, interval?.Low, interval?.High);

    /// <summary>A figure with its limits below it.</summary>
    public static PaperCell Interval(double? value, double? low, double? high) => new(
        low is null || high is null ? Figures.Value(value)
            : low < 0 ? $"{Figures.Value(value)}\n({Figures.Interval(low, high)})"
            // A dash is shorter, and no sign here.
            : $"{Figures.Value(value)}\n({Figures.Value(low)}–{Figures.Value(high)})", value, low, high);

    /// <summary>The limits of an interval.</summary>
    public static PaperCell Limits(double? low, double? high) => new(Figures.Interval(low, high), low, high);
}
