namespace Angioboard.Jobs.Clocks;

/// <summary>The machine's clock was set, or the machine slept.</summary>
/// <param name="At">What it showed before.</param>
/// <param name="By">By how much; forward is positive.</param>
public sealed record ClockLeap(DateTimeOffset At, TimeSpan By)
{
    /// <summary>The leap as a sentence.</summary>
    public string Sentence =>
        $"The clock of this machine leapt {(By > TimeSpan.Zero ? "forwards" : "back")} by {Words(By.Duration())}, to "
            + $"{ServerClock.Text(At, "yyyy-MM-dd HH:mm")}"
        + $"{(By > TimeSpan.Zero ? ", or the machine slept that long" : "")}. Runs in the trash are kept as long as planned.";

    private static string Words(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => FormattableString.Invariant($"{time.TotalDays:0} days"),
        { TotalHours: >= 2 } => FormattableString.Invariant($"{time.TotalHours:0} hours"),
        _ => FormattableString.Invariant($"{time.TotalMinutes:0} minutes"),
    };
}
