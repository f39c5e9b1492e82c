using Angioboard.Jobs.Audit;

namespace Angioboard.Jobs.Tests.Audit;

public sealed class AuditRetentionTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 29, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder data = new();
    private readonly TwoClocks time = new() { Wall = Start };
    private readonly AngioboardOptions options;
    private readonly AuditLog log;

    public AuditRetentionTests()
    {
        options = new AngioboardOptions { DataFolder = data.Path, Audit = new AuditOptions { KeepDays = 100 } };
        log = new AuditLog(options, time);
        Directory.CreateDirectory(log.Folder);
        foreach (string month in new[] { "2026-06", "2026-07", "2026-08", "2026-11" })
            File.WriteAllText(Path.Combine(log.Folder, $"{month}.jsonl"), "{}\n");
        File.WriteAllText(Path.Combine(log.Folder, "notes.jsonl"), "an administrator's\n");
    }

    public void Dispose()
    {
        log.Dispose();
        data.Dispose();
    }

    [Fact]
    public void Whole_months_are_removed_a_week_after_they_are_due()
    {
        AuditRetention retention = new(options, log, time);

        Run(retention, days: 6);
        string[] before = Months();
        Run(retention, days: 2);

        Assert.Equal(["2026-06", "2026-07", "2026-08", "2026-11"], before);
        Assert.Equal(["2026-08", "2026-11", "2026-12"], Months());
        Assert.Contains("2026-06.jsonl", File.ReadAllText(Path.Combine(log.Folder, "2026-12.jsonl")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(log.Folder, "notes.jsonl")));
    }

    [Fact]
    public void A_clock_that_is_wrong_for_some_days_removes_nothing()
    {
        AuditRetention retention = new(options, log, time);

        for (int i = 0; i < 2; i++)
        {
            Run(retention, days: 1);
            time.Wall += TimeSpan.FromDays(20_000);
            Run(retention, days: 3);
            time.Wall -= TimeSpan.FromDays(20_000);
            // Back in the right year the newest are not due, and their count starts again.
            Run(retention, days: 1);
        }

        Assert.Equal(["2026-08", "2026-11"], Months()
            .Where(month => month.StartsWith("2026-", StringComparison.Ordinal) && month != "2026-12"));
    }

    [Fact]
    public void The_count_continues_across_restarts_but_not_while_nothing_runs()
    {
        Run(new AuditRetention(options, log, time), days: 4);
        time.Wall += TimeSpan.FromDays(30);
        string[] before = Months();
        Run(new AuditRetention(options, log, time), days: 1);
        string[] soonAfter = Months();
        Run(new AuditRetention(options, log, time), days: 3);

        Assert.Equal(before, soonAfter);
        Assert.DoesNotContain("2026-07", Months());
    }

    private string[] Months() =>
        [.. Directory.EnumerateFiles(log.Folder, "2*.jsonl").Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    private void Run(AuditRetention retention, double days)
    {
        for (int i = 0; i < days * 24; i++)
        {
            time.Wall += TimeSpan.FromHours(1);
            time.Running += TimeSpan.FromHours(1);
            retention.Sweep();
        }
    }

    /// <summary>The wall clock, which people set, and the monotonic clock.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public DateTimeOffset Wall { get; set; }

        public TimeSpan Running { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Running.Ticks;
    }
}
