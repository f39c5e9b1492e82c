using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Core.Tests.Studies;

public sealed class TrainedSettingsTests
{
    private static readonly StudyRun planned = ExamplePlan.Of().Runs("/study/folds")[0];

    [Fact]
    public void A_run_may_have_its_data_elsewhere_and_another_machine()
    {
        RunSettings elsewhere = planned.Settings with
        {
            Split = "/other/split.json", Datadir = "/other", Device = "cuda:1", Threads = 7, CheckpointMinutes = 3, ImageSize = 32,
            Pretrained = "none",
        };

        Assert.Null(TrainedSettings.Problem(planned, elsewhere));
    }

    [Fact]
    public void A_run_with_other_settings_is_named_with_them() => Assert.Equal(
        "was not trained as study.json says of a, seed 1: epochs is 7 instead of 40, lr is 0.5 instead of 0.001; restore the file that was "
            + "edited, or delete the run and train it again",
        TrainedSettings.Problem(planned, planned.Settings with { Lr = 0.5, Epochs = 7 }));

    [Fact]
    public void Pretrained_weights_are_no_place()
    {
        StudyRun downloaded = planned with { Settings = planned.Settings with { Pretrained = "hub" } };

        Assert.Contains("pretrained is \"none\" instead of \"hub\"",
            TrainedSettings.Problem(downloaded, planned.Settings with { Pretrained = "none" }), StringComparison.Ordinal);
    }
}
