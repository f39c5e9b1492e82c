using System.Globalization;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Reading;

/// <summary>All readers of a resumed run's log agree: epochs from the checkpoint on count as trained again, or not at all.</summary>
public sealed class ResumedEpochsTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-01T10:00:00Z", CultureInfo.InvariantCulture);

    private static readonly string[] Expected = ["0: 1", "1: 0.9", "2: 0.5"];

    private readonly TemporaryFolder folder = new();
    private readonly RunFolder run;

    public ResumedEpochsTests()
    {
        run = new RunFolder(Directory.CreateDirectory(folder.File("results/demo/Train_1")).FullName);
        string[] events =
        [
            """ "type":"phase","phase":"train" """, Epoch(0, 1), Epoch(1, 0.9), Epoch(2, 0.8), Epoch(3, 0.7), Epoch(4, 0.6),
            """ "type":"resumed","epoch":2,"step":6 """, """ "type":"phase","phase":"train" """, Epoch(2, 0.5), "no event",
        ];
        File.WriteAllLines(run.Metrics, events.Select((line, i) => $$"""{"seq":{{i}},"time":"{{Start.AddHours(i):O}}",{{line.Trim()}}}"""));
        File.WriteAllText(run.Settings, """{"lr": 0.001}""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_by_the_trainer() => Assert.Equal(Expected, Lines(RunHistory.Of(run.Metrics).Epochs));

    [Fact]
    public void Read_by_a_new_database() => Assert.Equal(Expected, Lines(RunImport.FromFolder(run.Path, "demo/Train_1", 1, []).Epochs));

    [Fact]
    public void Read_by_a_dashboard_that_follows_it()
    {
        using Database database = Database.Open(folder.File("data"));
        RunStore store = new(database, new RunFeed());
        Run filed = RunStoreTests.Sample("demo/Train_1", 1) with { Folder = run.Path };
        store.Add(filed);

        new LogFollower(filed, store, new RunFeed(), TimeProvider.System).ReadLast();

        Assert.Equal(Expected, Lines(store.Epochs(filed.Id)));
        Assert.Equal(3, store.Find(filed.Id)!.EpochsDone);
    }

    [Fact]
    public void Read_by_the_clock_of_its_curves()
    {
        EpochClock clock = EpochClock.Read(run.Metrics);

        Assert.Equal([1, 2, 8, null], Enumerable.Range(0, 4).Select(clock.Hours));
    }

    private static string Epoch(int epoch, double loss) =>
        string.Create(CultureInfo.InvariantCulture, $"\"type\":\"epoch\",\"epoch\":{epoch},\"val_loss\":{loss}");

    private static string[] Lines(IEnumerable<EpochRecord> epochs) =>
        [.. epochs.Select(epoch => string.Create(CultureInfo.InvariantCulture, $"{epoch.Epoch}: {epoch.Values["val_loss"]}"))];
}
