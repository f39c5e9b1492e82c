using System.Globalization;

namespace Angioboard.Dashboard.Charts;

/// <summary>How a chart writes values.</summary>
public enum ChartFormat
{
    /// <summary>Whole numbers as they are, others with four significant digits.</summary>
    Number,

    /// <summary>A share as per cent: 0.25 is 25 %.</summary>
    Percent,

    /// <summary>Seconds as h:mm:ss or m:ss.</summary>
    Duration,
}

/// <summary>Writes values for the table, the summary and labels, as js/chart.js does on the axes.</summary>
public static class ChartFormats
{
    /// <summary>The value as text; nothing for a gap.</summary>
    public static string Text(this ChartFormat format, double? value) => (format, value) switch
    {
        (_, null) => "",
        (_, { } v) when !double.IsFinite(v) => "not a number",
        (ChartFormat.Percent, { } v) => $"{Number(v * 100)} %",
        (ChartFormat.Duration, { } v) => Duration(v),
        (_, { } v) => Number(v),
    };

    private static string Number(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1e15
        ? value.ToString("0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Duration(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
    }
}
