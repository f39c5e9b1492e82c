using System.Globalization;

namespace Angioboard.Core.Drawing;

/// <summary>Ticks of axes that the plotting library has no generator for.</summary>
internal static class AxisTicks
{
    private const double Second = 1000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;
    private const int Most = 6;
    private const float TickSize = 8, Apart = 4;

    private static readonly double[] Steps =
    [
        Second, 5 * Second, 10 * Second, 30 * Second, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 30 * Minute,
        Hour, 2 * Hour, 6 * Hour, 12 * Hour, Day, 2 * Day,
        7 * Day, 30 * Day, 90 * Day, 365 * Day,
    ];

    /// <summary>Times at round minutes, hours or days, in UTC.</summary>
    /// <param name="low">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="high">Milliseconds since 1970-01-01 UTC.</param>
    public static IReadOnlyList<(double Place, string Label)> Times(double low, double high)
    {
        low = Math.Max(low, DateTimeOffset.MinValue.ToUnixTimeMilliseconds());
        high = Math.Min(high, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        double step = Steps.FirstOrDefault(step => (high - low) / step <= Most, Steps[^1] * Math.Ceiling((high - low) / Steps[^1] / Most));
        string format = step >= Day ? "yyyy-MM-dd" : step >= Minute ? "HH:mm" : "HH:mm:ss";
        return
        [
            .. Multiples(low, high, step).Select(place =>
                (place, DateTimeOffset.FromUnixTimeMilliseconds((long)place).ToString(format, CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>Ticks of an axis of log10 values: at 1, 2 and 5 times the powers of ten, or at the powers only if there are many.</summary>
    public static IReadOnlyList<(double Place, string Label)> Powers(double low, double high, Func<double, string> written)
    {
        double[] factors = high - low > 3 ? [1] : [1, 2, 5];
        return
        [
            .. Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
                .SelectMany(power => factors.Select(factor => Math.Log10(factor) + power))
                .Where(place => place >= low - 1e-9 && place <= high + 1e-9)
                .Select(place => (place, written(Math.Pow(10, place)))),
        ];
    }

    /// <summary>Round numbers, written in a given way.</summary>
    public static IReadOnlyList<(double Place, string Label)> Numbers(double low, double high, Func<double, string> written)
    {
        double span = high > low ? high - low : 1, power = Math.Pow(10, Math.Floor(Math.Log10(span / Most)));
        double step = power * new[] { 1, 2, 2.5, 5, 10 }.First(factor => span / (power * factor) <= Most);
        return [.. Multiples(low, high, step).Select(place => (place, written(place)))];
    }

    /// <summary>
    /// The names along bars, on several lines where they are too wide for one. If there are too many for that, only every second, third
    /// or later one is written.
    /// </summary>
    /// <param name="names">The names, in the order of the bars.</param>
    /// <param name="width">The width of all bars together, in points.</param>
    public static IReadOnlyList<(double Place, string Label)> Categories(IReadOnlyList<string> names, float width)
    {
        if (names.Count == 0) return [];
        float room = width / names.Count - Apart;
        string[] labels = [.. names.Select(name => string.Join('\n', Sheet.Wrap(name, room, TickSize)))];
        float widest = labels.SelectMany(label => label.Split('\n')).Max(line => Sheet.Measure(line, TickSize));
        int every = Math.Max(1, (int)Math.Ceiling((widest + Apart) / (room + Apart)));
        return [.. labels.Select((label, i) => ((double)i, Label: label)).Where((_, i) => i % every == 0)];
    }

    private static IEnumerable<double> Multiples(double low, double high, double step)
    {
        double first = Math.Ceiling(low / step - 1e-9);
        for (int i = 0; (first + i) * step <= high + 1e-9 * step; i++) yield return (first + i) * step;
    }
}
