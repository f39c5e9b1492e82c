using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Dashboard.Times;

/// <summary>
/// Writes times in the time zone of the reader's browser. js/theme.js reports the zone in a cookie before the first paint; without it, the
/// server's zone is used.
/// </summary>
public sealed partial class ReaderTime
{
    /// <summary>The cookie that holds the zone's name.</summary>
    public const string Cookie = "angioboard-zone";

    /// <summary>The zone became known, or changed.</summary>
    public event Action? Changed;

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Local;

    /// <summary>The zone's name: <c>Asia/Tokyo</c>.</summary>
    public string Name => Zone.Id;

    /// <summary>The time of the browser that sent a request.</summary>
    public static ReaderTime Of(HttpContext context)
    {
        ReaderTime reader = new();
        reader.Read(context.Request.Cookies[Cookie]);
        return reader;
    }

    /// <summary>Takes over the name of the browser's zone; one that the server does not know changes nothing.</summary>
    public void Read(string? name)
    {
        if (name is null || name == Name || !ZoneName().IsMatch(name)
            || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? found)) return;
        Zone = found;
        Changed?.Invoke();
    }

    /// <summary>The time on the reader's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);

    /// <summary><c>2026-11-28 21:04</c>.</summary>
    public string Minute(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-28 21:04:33</c>.</summary>
    public string Second(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-28 21:04:33 (Asia/Tokyo)</c>.</summary>
    public string Full(DateTimeOffset time) => $"{Second(time)} ({Name})";

    /// <summary><c>5 Dec 2026</c>.</summary>
    public string Day(DateTimeOffset time) => Local(time).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>21:04</c>, with the day of the week if it is not today.</summary>
    public string Clock(DateTimeOffset time, DateTimeOffset now) =>
        Local(time).ToString(Local(time).Date == Local(now).Date ? "HH:mm" : "ddd HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>12 min ago</c>; a date after a week, and for a time to come. js/app.js writes the same while a page is open.</summary>
    public string Ago(DateTimeOffset time, DateTimeOffset now)
    {
        int minutes = (int)Math.Clamp((now - time).TotalMinutes, int.MinValue, int.MaxValue);
        return minutes switch
        {
            _ when time > now.AddMinutes(1) => Minute(time),
            < 1 => "just now",
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes} min ago"),
            < 24 * 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h ago"),
            < 7 * 24 * 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes / (24 * 60)} d ago"),
            _ => Local(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>When the reader's clock next shows this time.</summary>
    public DateTimeOffset Next(TimeOnly clock, DateTimeOffset now)
    {
        DateTime today = Local(now).Date + clock.ToTimeSpan();
        return At(today) > now ? At(today) : At(today.AddDays(1));

        DateTimeOffset At(DateTime local) => new(local, Zone.GetUtcOffset(local));
    }

    // Names only: the server would read a path as a file.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();
}
