using Angioboard.Core.Devices;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Optimizers;
using Angioboard.Core.Training.Predicting;
using CsCheck;

namespace Angioboard.Core.Tests.Training;

public sealed class TrainingRulesTests
{
    [Fact]
    public void A_class_weight_is_the_number_of_exams_over_classes_times_the_classs_count_and_0_for_an_absent_class()
    {
        double[] weights = ClassBalance.Weights([0, 0, 0, 1, 3, 3], 5);

        Assert.Equal([6 / (5 * 3.0), 6 / (5 * 1.0), 0, 6 / (5 * 2.0), 0], weights);
    }

    [Fact]
    public void Class_weights_make_all_present_classes_count_equally() =>
        Gen.Int[0, 4].Array[1, 60].Sample(labels =>
        {
            double[] weights = ClassBalance.Weights(labels, 5);

            double[] shares = labels.GroupBy(label => label).Select(group => group.Count() * weights[group.Key]).ToArray();
            Assert.All(shares, share => Assert.Equal(labels.Length / 5.0, share, 9));
        });

    [Theory]
    [InlineData(16, 0, "auto", 16)]
    [InlineData(16, 0, "cpu", 16)]
    [InlineData(16, 1, "auto", 16)]
    [InlineData(16, 1, "cpu", 8)]
    [InlineData(16, 4, "cuda:2", 4)]
    [InlineData(18, 4, "cuda", 4)]
    [InlineData(16, 4, "cpu", 3)]
    [InlineData(2, 4, "auto", 1)]
    public void Runs_without_a_setting_share_the_processors_by_device(int processors, int gpus, string device, int threads) =>
        Assert.Equal(threads, ThreadShare.Of(processors, ThreadShare.Devices(gpus, device)));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(16, 8, 15)]
    [InlineData(64, 8, 16)]
    public void Frames_are_loaded_on_some_of_a_run_s_threads(int threads, int besideProcessor, int besideGpu)
    {
        RunSettings settings = new() { Threads = threads };

        Assert.Equal(besideProcessor, LoadingThreads.Of(settings, TorchSharp.torch.CPU));
        Assert.Equal(besideGpu, LoadingThreads.Of(settings, new TorchSharp.torch.Device("cuda:0")));
    }

    [Fact]
    public void A_set_number_of_threads_stays_with_any_number_of_devices()
    {
        Assert.Equal(7, SettingsRules.Resolve(new RunSettings { Threads = 7 }, devices: 4).Threads);
        Assert.Equal(Environment.ProcessorCount, SettingsRules.Resolve(new RunSettings()).Threads);
    }

    [Fact]
    public void The_cosine_schedule_rises_over_the_warm_up_and_falls_to_zero()
    {
        LearningRate rate = new(new RunSettings { Lr = 0.1, Scheduler = SchedulerKind.Cosine, WarmupSteps = 10 }, 110);

        Assert.Equal(0.01, rate.At(0), 12);
        Assert.Equal(0.1, rate.At(9), 12);
        Assert.Equal(0.1, rate.At(10), 12);
        Assert.Equal(0.05, rate.At(60), 12);
        Assert.Equal(0, rate.At(110), 12);
    }

    [Fact]
    public void Without_a_scheduler_the_learning_rate_stays_constant()
    {
        LearningRate rate = new(new RunSettings { Lr = 0.1 }, 10);

        Assert.All(Enumerable.Range(0, 20), step => Assert.Equal(0.1, rate.At(step)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(null)]
    public void NaN_is_never_the_best(double? value)
    {
        Assert.False(CheckpointMetric.MinLoss.Improves(value, null));
        Assert.False(CheckpointMetric.MaxF1Macro.Improves(value, 0.5));
    }

    [Fact]
    public void The_lowest_loss_and_the_highest_score_are_best_and_a_tie_is_not_better()
    {
        Assert.True(CheckpointMetric.MinLoss.Improves(0.4, 0.5));
        Assert.False(CheckpointMetric.MinLoss.Improves(0.5, 0.5));
        Assert.True(CheckpointMetric.MaxAucOvrMacro.Improves(0.6, 0.5));
        Assert.False(CheckpointMetric.MaxAucOvrMacro.Improves(0.4, 0.5));
    }
}
