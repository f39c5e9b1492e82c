using System.Globalization;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>How the numbers of a column are shown.</summary>
public enum ColumnFormat
{
    /// <summary>A setting or a count, as it is.</summary>
    Exact,

    /// <summary>A measured value, with four significant digits.</summary>
    Measured,

    /// <summary>Seconds, written as <c>2 h 05 min</c>.</summary>
    Duration,

    /// <summary>Bytes, written as <c>1.5 GB</c>.</summary>
    Size,

    /// <summary>A time in ticks (UTC), shown as date and time of the server.</summary>
    Time,
}

/// <summary>Writes numbers in a column's format.</summary>
public static class ColumnFormats
{
    /// <summary>The number as shown to people.</summary>
    public static string Write(this ColumnFormat format, double value) => format switch
    {
        ColumnFormat.Exact => Exact(value),
        ColumnFormat.Measured => Measured(value),
        ColumnFormat.Duration => Duration(value),
        ColumnFormat.Size => Size(value),
        _ => Time(value),
    };

    /// <summary>A duration in seconds: <c>45 s</c>, <c>12 min</c>, <c>2 h 05 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0) return "";
        if (seconds < 59.5) return string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s");
        long minutes = (long)Math.Round(seconds / 60);
        if (minutes < 60) return string.Create(CultureInfo.InvariantCulture, $"{minutes} min");
        return minutes < 48 * 60
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h {minutes % 60:00} min")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes / 1440} d {minutes % 1440 / 60} h");
    }

    // 1e-5, not 1E-05.
    private static string Exact(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        return e < 0
            ? text
            : string.Create(CultureInfo.InvariantCulture,
                $"{text.AsSpan(0, e)}e{int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture)}");
    }

    private static string Measured(double value)
    {
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        double size = Math.Abs(value);
        string format = size switch
        {
            0 => "0",
            < 1e-3 or >= 1e6 => "0.###e0",
            < 10 => "0.0000",
            < 1000 => "0.0",
            _ => "0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Size(double bytes) => bytes >= 1e9
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    private static string Time(double ticks) =>
        new DateTimeOffset((long)ticks, TimeSpan.Zero).ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
