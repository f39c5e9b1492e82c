using Angioboard.Core.Phantom;
using CsCheck;

namespace Angioboard.Core.Tests.Phantom;

public sealed class FrameTimingTests
{
    [Fact]
    public void Times_and_numbers_rise_over_3_to_30_frames_from_the_first_to_the_last_moment()
    {
        Gen.Long.Sample(seed =>
        {
            FrameTiming timing = FrameTiming.Draw(new(seed, "timing"));

            return timing.Count is >= 3 and <= 30
                && timing.Times[0] == 0 && timing.Times[^1] == 1 && timing.Numbers[0] >= 1
                && timing.Times.Zip(timing.Times.Skip(1)).All(pair => pair.First < pair.Second)
                && timing.Numbers.Zip(timing.Numbers.Skip(1)).All(pair => pair.First < pair.Second);
        }, iter: 2000);
    }

    [Fact]
    public void Some_exams_have_3_frames_some_30_some_begin_elsewhere_and_some_have_gaps()
    {
        FrameTiming[] timings = [.. Enumerable.Range(0, 2000).Select(i => FrameTiming.Draw(new(1, "timing", i)))];

        Assert.Equal(3, timings.Min(timing => timing.Count));
        Assert.Equal(30, timings.Max(timing => timing.Count));
        Assert.InRange(timings.Average(timing => timing.Count), 7, 10);
        Assert.Contains(timings, timing => timing.Numbers[0] > 1);
        Assert.Contains(timings, timing => timing.Numbers[^1] - timing.Numbers[0] >= timing.Count);
    }
}
