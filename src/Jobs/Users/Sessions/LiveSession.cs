namespace Angioboard.Jobs.Users.Sessions;

/// <summary>
/// A session with how long it has been there and unused. The wall clock counts for the time before this process started alone: a clock that is set while it
/// runs ends no session and keeps none alive.
/// </summary>
internal sealed class LiveSession(Session session, TimeProvider time)
{
    private readonly long taken = time.GetTimestamp();
    private readonly TimeSpan ageBefore = Since(session.Created, time);
    private TimeSpan idleBefore = Since(session.LastUse, time);
    private long used = time.GetTimestamp();
    private long written = time.GetTimestamp();

    /// <summary>The session as it is now.</summary>
    public Session Session { get; private set; } = session;

    /// <summary>Whether it has gone on too long, or lain unused too long.</summary>
    public bool IsOver(SessionOptions limits) =>
        ageBefore + time.GetElapsedTime(taken) >= TimeSpan.FromDays(limits.AbsoluteDays) || idleBefore + time.GetElapsedTime(used) >= TimeSpan.FromHours(limits.IdleHours);

    /// <summary>It is in use; whether that is to be written down, which is so once in each <paramref name="interval"/>.</summary>
    public bool Use(string? address, TimeSpan interval)
    {
        (idleBefore, used) = (TimeSpan.Zero, time.GetTimestamp());
        Session = Session with { LastUse = time.GetUtcNow(), Address = address ?? Session.Address };
        if (time.GetElapsedTime(written) < interval) return false;
        written = used;
        return true;
    }

    private static TimeSpan Since(DateTimeOffset then, TimeProvider time) => time.GetUtcNow() is var now && now > then ? now - then : TimeSpan.Zero;
}
