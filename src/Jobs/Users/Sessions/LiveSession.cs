namespace Angioboard.Jobs.Users.Sessions;

/// <summary>
/// A session, and how long it has existed and been unused. The wall clock only counts for the time before this process started: setting the
/// clock while it runs neither ends a session nor keeps one alive.
/// </summary>
internal sealed class LiveSession(Session session, TimeProvider time)
{
    private readonly long taken = time.GetTimestamp();
    private readonly TimeSpan ageBefore = Since(session.Created, time);
    private TimeSpan idleBefore = Since(session.LastUse, time);
    private long used = time.GetTimestamp();
    private long written = time.GetTimestamp();

    /// <summary>The current session.</summary>
    public Session Session { get; private set; } = session;

    /// <summary>Whether it is too old, or has been unused for too long.</summary>
    public bool IsOver(SessionOptions limits) =>
        ageBefore + time.GetElapsedTime(taken) >= TimeSpan.FromDays(limits.AbsoluteDays)
            || idleBefore + time.GetElapsedTime(used) >= TimeSpan.FromHours(limits.IdleHours);

    /// <summary>Marks it as used; true if that should be saved, which is once in each <paramref name="interval"/>.</summary>
    public bool Use(string? address, TimeSpan interval)
    {
        (idleBefore, used) = (TimeSpan.Zero, time.GetTimestamp());
        Session = Session with { LastUse = time.GetUtcNow(), Address = address ?? Session.Address };
        if (time.GetElapsedTime(written) < interval) return false;
        written = used;
        return true;
    }

    private static TimeSpan Since(DateTimeOffset then, TimeProvider time) =>
        time.GetUtcNow() is var now && now > then ? now - then : TimeSpan.Zero;
}
