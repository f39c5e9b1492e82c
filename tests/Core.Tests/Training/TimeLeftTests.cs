using Angioboard.Core.Training;

namespace Angioboard.Core.Tests.Training;

public sealed class TimeLeftTests
{
    private readonly Clock clock = new();

    [Fact]
    public void During_the_first_epoch_its_own_speed_gives_the_estimate()
    {
        TimeLeft left = new(clock);
        left.EpochBegins(0, 0);
        clock.Seconds = 10;

        Assert.Equal(30 + 2 * 40, left.After(batch: 1, batches: 4, more: 2).TotalSeconds, 6);
        Assert.Equal(2.5, left.FramesPerSecond(25), 6);
    }

    [Fact]
    public void After_it_validation_also_counts()
    {
        TimeLeft left = new(clock);
        left.EpochBegins(0, 0);
        clock.Seconds = 40;
        left.TrainingEnds();
        clock.Seconds = 50;
        left.EpochEnds();
        left.EpochBegins(0, 0);

        Assert.Equal(30 + 10 + 50, left.After(batch: 1, batches: 4, more: 1).TotalSeconds, 6);
        clock.Seconds = 90;
        left.TrainingEnds();
        clock.Seconds = 94;
        Assert.Equal(6 + 50, left.After(batch: 4, batches: 4, more: 1).TotalSeconds, 6);
    }

    [Fact]
    public void Epochs_with_a_frozen_backbone_do_not_predict_later_ones()
    {
        TimeLeft left = new(clock);
        left.EpochBegins(0, 0, frozen: true);
        clock.Seconds = 1;
        left.TrainingEnds();
        left.EpochEnds();
        left.EpochBegins(0, 0, frozen: true);
        clock.Seconds = 1.5;
        Assert.Equal(0.5 + 1, left.After(batch: 2, batches: 4, more: 1).TotalSeconds, 6);
        left.EpochEnds();

        left.EpochBegins(0, 0);
        clock.Seconds = 11.5;

        Assert.Equal(30 + 40, left.After(batch: 1, batches: 4, more: 1).TotalSeconds, 6);
    }

    [Fact]
    public void A_resumed_epoch_is_measured_from_where_it_continues()
    {
        TimeLeft left = new(clock);
        left.EpochBegins(batch: 2, frames: 20);
        clock.Seconds = 10;

        Assert.Equal(10, left.After(batch: 3, batches: 4, more: 0).TotalSeconds, 6);
        Assert.Equal(1, left.FramesPerSecond(30), 6);
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);
    }
}
