using Angioboard.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Clocks;

/// <summary>
/// The time of day as if nobody had set the clock. Whatever is removed after some days uses it. It compares the machine's clock with the
/// process's running time, and after a restart with the time when it was last seen. Thread-safe.
/// </summary>
public sealed partial class SteadyClock
{
    private const string Id = "steady";

    // Smaller steps are corrections of the clock.
    private static readonly TimeSpan Smallest = TimeSpan.FromMinutes(1);

    // A longer gap between two starts may be a clock that lost its battery. Only this much of it counts.
    private static readonly TimeSpan LongestAway = TimeSpan.FromDays(1);

    private static readonly TimeSpan Saved = TimeSpan.FromMinutes(5);

    private readonly StoredValues<State> stored;
    private readonly TimeProvider time;
    private readonly ILogger<SteadyClock> logger;
    private readonly Lock gate = new();
    private TimeSpan lead;
    private DateTimeOffset seen;
    private long mark;
    private long saved;
    private ClockLeap? last;

    /// <summary>Continues from the time that was last saved in this database.</summary>
    public SteadyClock(Database database, TimeProvider time, ILogger<SteadyClock> logger)
    {
        (this.time, this.logger) = (time, logger);
        stored = database.Collection<State>("clock");
        (seen, mark) = (time.GetUtcNow(), time.GetTimestamp());
        if (stored.Find(Id) is { } before)
        {
            lead = before.Lead;
            TimeSpan away = seen - before.Seen;
            if (away <= -Smallest) Leap(away);
            else if (away > LongestAway) lead += away - LongestAway;
        }
        Save();
    }

    /// <summary>The last leap since the start; null for none.</summary>
    public ClockLeap? Last => Volatile.Read(ref last);

    /// <summary>How far the machine's clock is ahead of this one.</summary>
    public TimeSpan Lead
    {
        get
        {
            Look();
            lock (gate) return lead;
        }
    }

    /// <summary>The time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            Look();
            lock (gate) return seen - lead;
        }
    }

    /// <summary>Compares the clocks. Call it about every minute.</summary>
    internal void Look()
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            long ticks = time.GetTimestamp();
            TimeSpan by = now - seen - time.GetElapsedTime(mark, ticks);
            (seen, mark) = (now, ticks);
            bool leapt = by.Duration() >= Smallest;
            if (leapt) Leap(by);
            if (leapt || time.GetElapsedTime(saved, ticks) >= Saved) Save();
        }
    }

    private void Leap(TimeSpan by)
    {
        lead += by;
        ClockLeap leap = new(seen, by);
        Volatile.Write(ref last, leap);
        Leapt(leap.Sentence);
    }

    private void Save()
    {
        saved = time.GetTimestamp();
        try
        {
            stored.Put(Id, new State(seen, lead));
        }
        catch (DatabaseTroubleException)
        {
            // The next look saves it.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Leap}")]
    private partial void Leapt(string leap);

    /// <summary>What is saved for the next start.</summary>
    internal sealed record State(DateTimeOffset Seen, TimeSpan Lead);
}
