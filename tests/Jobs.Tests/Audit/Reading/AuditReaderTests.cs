using System.Text;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Tests.Machine;

namespace Angioboard.Jobs.Tests.Audit.Reading;

public sealed class AuditReaderTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly ManualTime time = new();
    private readonly AuditLog log;
    private readonly AuditReader reader;

    public AuditReaderTests() => reader = new AuditReader(log = new AuditLog(new AngioboardOptions { DataFolder = data.Path }, time));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        log.Dispose();
        data.Dispose();
    }

    [Fact]
    public void Parts_continue_from_the_newest_back_over_months()
    {
        for (int i = 0; i < 250; i++)
        {
            time.Now = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero).AddHours(8 * i);
            log.Write("ada", "192.0.2.7", AuditActions.RunStop, $"{i}", new string('ä', i * 3));
        }

        List<string> targets = [];
        AuditPlace? before = null;
        do
        {
            AuditPart part = reader.Read(new AuditQuery(), before, 60, Cancellation);
            Assert.InRange(part.Entries.Count, 1, 60);
            targets.AddRange(part.Entries.Select(entry => entry.Target));
            before = AuditPlace.Parse(part.Next?.ToString());
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 250).Reverse().Select(i => $"{i}"), targets);
        Assert.Equal(3, Directory.GetFiles(log.Folder).Length);
    }

    [Fact]
    public void Entries_are_found_by_user_action_text_outcome_and_days()
    {
        Write("2026-10-31T23:59:59Z", "ada", AuditActions.RunDelete, "demo/Train_1", AuditOutcome.Done);
        Write("2026-11-01T00:00:00Z", "Ada", AuditActions.RunStop, "demo/Train_2", AuditOutcome.Refused);
        Write("2026-11-02T00:00:00Z", "bob", AuditActions.RunListExport, "runs.csv", AuditOutcome.Done);
        Write("2026-11-03T00:00:00Z", "eve", AuditActions.UserAdd, "ada", AuditOutcome.Failed);

        Assert.Equal(["Ada", "ada"], Users(new AuditQuery { User = "ADA" }));
        Assert.Equal(["Ada", "ada"], Users(new AuditQuery { Action = "run." }));
        Assert.Equal(["eve"], Users(new AuditQuery { Text = "ADA" }));
        Assert.Equal(["eve", "bob", "Ada", "ada"], Users(new AuditQuery { Text = "192.0.2" }));
        Assert.Equal(["Ada"], Users(new AuditQuery { Outcome = AuditOutcome.Refused }));
        Assert.Equal(["bob", "Ada"], Users(new AuditQuery { From = new(2026, 11, 1), Until = new(2026, 11, 2) }));
        Assert.Equal(["ada"], Users(new AuditQuery { Until = new(2026, 10, 31) }));
        Assert.Empty(Users(new AuditQuery { User = "ada", Action = "user" }));
    }

    [Theory]
    [InlineData("UTC", "bob")]
    [InlineData("Asia/Tokyo", "bob", "ada")]
    [InlineData("America/New_York", "bob")]
    public void Days_are_those_of_the_readers_zone(string zone, params string[] expected)
    {
        Write("2026-10-31T14:59:00Z", "eve", AuditActions.RunStop, "demo/Train_1", AuditOutcome.Done);
        Write("2026-10-31T15:00:00Z", "ada", AuditActions.RunStop, "demo/Train_1", AuditOutcome.Done);
        Write("2026-11-01T14:59:00Z", "bob", AuditActions.RunStop, "demo/Train_1", AuditOutcome.Done);

        string[] found = Users(new AuditQuery
        {
            From = new(2026, 11, 1), Until = new(2026, 11, 1), Zone = TimeZoneInfo.FindSystemTimeZoneById(zone),
        });

        Assert.Equal(expected, found);
    }

    [Fact]
    public void The_newest_entries_of_an_endless_log_appear_without_reading_it_all()
    {
        Directory.CreateDirectory(log.Folder);
        string file = Path.Combine(log.Folder, "2026-11.jsonl");
        // A terabyte that uses no space on the disk: reading all of it would never end.
        using (FileStream sparse = new(file, FileMode.CreateNew)) sparse.SetLength(1L << 40);
        File.AppendAllText(file, "\n");
        time.Now = new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero);
        for (int i = 0; i < 150; i++) log.Write("ada", "192.0.2.7", AuditActions.RunStop, $"{i}");

        AuditPart part = reader.Read(new AuditQuery(), null, 100, Cancellation);

        Assert.Equal((100, "149"), (part.Entries.Count, part.Entries[0].Target));
    }

    [Fact]
    public void A_million_entries_are_searched_through()
    {
        Directory.CreateDirectory(log.Folder);
        using (StreamWriter file = new(Path.Combine(log.Folder, "2026-11.jsonl"), append: false, new UTF8Encoding(false)))
        {
            for (int i = 0; i < 1_000_000; i++)
                file.Write(
                    $$"""{"time":"2026-11-29T01:02:03+00:00","user":"user-{{i
                        % 20}}","from":"192.0.2.7","action":"result.download","target":"demo/Train_{{i}}","outcome":"done","detail":"last.ckpt"}""" + "\n");
        }

        AuditPart rare = reader.Read(new AuditQuery { Text = "demo/Train_1234" }, null, 1000, Cancellation);

        Assert.Equal(111, rare.Entries.Count);
        Assert.Equal("demo/Train_1234", rare.Entries[^1].Target);
    }

    [Fact]
    public async Task A_search_is_cancelled_when_nobody_waits_for_it()
    {
        Write("2026-11-01T00:00:00Z", "ada", AuditActions.RunStop, "demo/Train_2", AuditOutcome.Done);
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => reader.Read(new AuditQuery(), null, 10, source.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11")]
    [InlineData("2026-11:x")]
    [InlineData("../../etc:1")]
    public void An_invalid_place_gives_none(string text) =>
        Assert.True(AuditPlace.Parse(text) is not { } place || reader.Read(new AuditQuery(), place, 1, Cancellation).Entries.Count == 0);

    private void Write(string at, string user, string action, string target, AuditOutcome outcome)
    {
        time.Now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        log.Write(user, "192.0.2.7", action, target, null, outcome);
    }

    private string[] Users(AuditQuery query) => [.. reader.All(query, Cancellation).Select(entry => entry.User)];
}
