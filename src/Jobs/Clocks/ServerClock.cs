using System.Globalization;

namespace Angioboard.Jobs.Clocks;

/// <summary>Times in sentences that pages and terminals share: in the server's zone, with its distance from UTC.</summary>
internal static class ServerClock
{
    /// <summary><c>21:04 UTC</c>, <c>21:04 UTC+09:00</c>.</summary>
    public static string Text(DateTimeOffset time, string format)
    {
        DateTimeOffset local = time.ToLocalTime();
        string zone = local.Offset == TimeSpan.Zero ? "" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return $"{local.ToString(format, CultureInfo.InvariantCulture)} UTC{zone}";
    }
}
