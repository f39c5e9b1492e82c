using System.Globalization;

namespace Angioboard.Dashboard.Machine;

/// <summary>Formats amounts of memory.</summary>
internal static class Bytes
{
    /// <summary>In gigabytes (10⁹ bytes); a dash if unknown.</summary>
    public static string Text(long? bytes) =>
        bytes is { } known ? $"{(known / 1e9).ToString(known < 1e11 ? "0.0" : "0", CultureInfo.InvariantCulture)} GB" : "–";

    /// <summary>A part of a whole, as text.</summary>
    public static string Of(long? used, long? total) => used is null ? "unknown" : $"{Text(used)} of {Text(total)}";

    /// <summary>A part of a whole, from 0 to 1.</summary>
    public static double? Share(long? used, long? total) => used is { } part && total is > 0 and var all ? (double)part / all : null;
}
