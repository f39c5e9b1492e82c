using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;

namespace Angioboard.Jobs.Tests.Reading;

public sealed class RunCurvesTests
{
    private static readonly EpochRecord[] Epochs =
    [
        Epoch(0, ("train_loss", 4), ("val_loss", 2), ("val_accuracy", 0.5), ("monitor-x_loss", 3), ("lr", 0.1), ("seconds", 1800),
            ("frames", 100)),
        Epoch(1, ("train_loss", 2), ("val_loss", null), ("val_accuracy", 0.7), ("monitor-x_loss", 2), ("lr", 0.1), ("seconds", 1800),
            ("frames", 100)),
        Epoch(2, ("train_loss", 1), ("val_loss", 1), ("val_accuracy", 0.6), ("monitor-x_loss", 1), ("lr", 0.05), ("seconds", 3600),
            ("frames", 150)),
    ];

    [Fact]
    public void Charts_are_loss_then_metrics_then_learning_rate_with_training_first_and_monitors_last()
    {
        IReadOnlyList<CurveGroup> groups = RunCurves.Groups(Epochs);

        Assert.Equal(["loss", "accuracy", "lr"], groups.Select(group => group.Metric));
        Assert.Equal(["train_loss", "val_loss", "monitor-x_loss"], groups[0].Names);
        Assert.Equal(["monitor-x", "", "val"],
            [RunCurves.SplitOf("monitor-x_loss"), RunCurves.SplitOf("lr"), RunCurves.SplitOf("val_accuracy")]);
    }

    [Fact]
    public void The_log_loss_is_a_metric_of_its_own_and_no_loss_of_a_split_named_val_log()
    {
        IReadOnlyList<CurveGroup> groups = RunCurves.Groups([Epoch(0, ("val_loss", 2), ("val_log_loss", 1))]);

        Assert.Equal(["loss", "log_loss"], groups.Select(group => group.Metric));
        Assert.Equal(["val_loss"], groups[0].Names);
        Assert.Equal("val", RunCurves.SplitOf("val_log_loss"));
    }

    [Fact]
    public void Smoothing_is_an_average_that_starts_at_the_first_value_and_keeps_gaps()
    {
        RunCurve train = RunCurves.Of(Epochs, "train_loss", [1, 2, 3], 0.5), validation = RunCurves.Of(Epochs, "val_loss", [1, 2, 3], 0.5);

        Assert.Equal([4, 8 / 3.0, 12 / 7.0], train.Points.Select(point => point.Y!.Value), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2, null, 4 / 3.0], validation.Points.Select(point => point.Y));
    }

    [Fact]
    public void Axes_count_epochs_from_1_total_frames_and_without_a_clock_hours_of_training()
    {
        Assert.Equal([1, 2, 3], RunCurves.Positions(Epochs, CurveAxis.Epochs));
        Assert.Equal([100, 200, 350], RunCurves.Positions(Epochs, CurveAxis.Frames));
        Assert.Equal([0.5, 1, 2], RunCurves.Positions(Epochs, CurveAxis.Hours));
    }

    [Fact]
    public void Hours_count_from_the_first_event_of_the_log_and_broken_lines_are_skipped()
    {
        using TemporaryFolder folder = new();
        string metrics = folder.File("metrics.jsonl");
        File.WriteAllText(metrics,
            """
            {"seq":0,"time":"2026-01-01T00:00:00Z","type":"phase","phase":"prepare"}
            {"seq":1,"time":"2026-01-01T01:00:00Z","type":"epoch","epoch":0}
            not JSON but "epoch"
            {"seq":2,"time":"2026-01-01T03:00:00Z","type":"progress","epoch":1}
            {"seq":3,"time":"2026-01-01T04:30:00Z","type": "epoch","epoch":1}
            {"seq":4,"time":"2026-01-01T05:00:00Z","type":"epo
            """);

        IReadOnlyList<double> hours = RunCurves.Positions(Epochs, CurveAxis.Hours, EpochClock.Read(metrics));

        Assert.Equal([1, 4.5, 5.5], hours);
    }

    private static EpochRecord Epoch(int epoch, params (string Name, double? Value)[] values) =>
        new(epoch, values.ToDictionary(v => v.Name, v => v.Value));
}
