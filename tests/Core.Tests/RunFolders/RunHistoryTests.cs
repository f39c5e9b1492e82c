using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Tests.RunFolders;

public sealed class RunHistoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Log => folder.File("metrics.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_log_continues_after_its_last_complete_line_with_the_next_number()
    {
        File.WriteAllText(Log,
            Line(0, "phase", "\"phase\":\"train\"") + Line(1, "progress", "\"loss\":1") + "{\"seq\":2,\"time\":\"2026-01-01T0");

        RunHistory history = RunHistory.Of(Log);
        using (MetricsLog log = MetricsLog.Continue(Log, history, TimeProvider.System)) log.Append("resumed", ("epoch", 0));

        string[] lines = File.ReadAllLines(Log);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("{\"seq\":2,\"time\":", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("\"type\":\"resumed\",\"epoch\":0}", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_event_of_an_epoch_counts()
    {
        File.WriteAllText(Log, Epoch(0, 0, "1.5") + Epoch(1, 1, "1.25") + "edited by hand\n" + Epoch(3, 1, "0.75") + Epoch(4, 2, "null"));

        RunHistory history = RunHistory.Of(Log);

        Assert.Equal([1.5, 0.75, null], history.Epochs.Select(epoch => epoch.Values["train_loss"]));
        Assert.Equal([0, 1, 2], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(5, history.NextSeq);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), history.Start);
    }

    [Fact]
    public void A_training_that_had_ended_is_not_repeated_unless_the_run_was_finished()
    {
        string train = Line(0, "phase", "\"phase\":\"train\""), predict = Line(1, "phase", "\"phase\":\"predict\",\"early\":true");
        string prepare = Line(2, "phase", "\"phase\":\"prepare\""), failed = Line(3, "status", "\"status\":\"failed\""),
            finished = Line(3, "status", "\"status\":\"finished\"");

        Assert.Equal((false, false), Ended(train));
        Assert.Equal((true, true), Ended(train + predict));
        Assert.Equal((true, true), Ended(train + predict + prepare + failed));
        Assert.Equal((false, false), Ended(train + predict + finished));
        Assert.Equal((false, false), Ended(train + predict + train));
    }

    [Fact]
    public void A_missing_log_means_that_the_run_has_not_begun()
    {
        RunHistory history = RunHistory.Of(Log);

        Assert.Equal((0, 0, 0), (history.NextSeq, history.Bytes, history.Epochs.Count));
        Assert.Null(history.Phase);
    }

    private (bool Ended, bool Early) Ended(string text)
    {
        File.WriteAllText(Log, text);
        RunHistory history = RunHistory.Of(Log);
        return (history.TrainingEnded, history.EndedEarly);
    }

    private static string Epoch(int seq, int epoch, string loss) => Line(seq, "epoch", $"\"epoch\":{epoch},\"train_loss\":{loss}");

    private static string Line(int seq, string type, string rest) =>
        $"{{\"seq\":{seq},\"time\":\"2026-01-01T00:00:00.0000000+00:00\",\"type\":\"{type}\",{rest}}}\n";
}
