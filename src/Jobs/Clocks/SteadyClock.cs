using Angioboard.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Clocks;

/// <summary>
/// The time of day as it would be if nobody had set the clock: what is removed after days is removed by it. The clock is compared with the time
/// that the process has run, and after a restart with when it was last seen. Safe for any thread.
/// </summary>
public sealed partial class SteadyClock
{
    private const string Id = "steady";

    // Smaller steps are a clock being put right.
    private static readonly TimeSpan Smallest = TimeSpan.FromMinutes(1);

    // What is longer between two starts may be a clock that lost its battery: no more than this counts.
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

    /// <summary>Goes on from where the clock of this database was last seen.</summary>
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

    /// <summary>How far the machine's clock is before this one.</summary>
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

    /// <summary>Compares the clocks; to be called every minute or so.</summary>
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

    /// <summary>What outlives a restart.</summary>
    internal sealed record State(DateTimeOffset Seen, TimeSpan Lead);
}
