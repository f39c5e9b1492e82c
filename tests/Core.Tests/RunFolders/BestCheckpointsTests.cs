using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Tests.RunFolders;

public sealed class BestCheckpointsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("best-val_loss=0.500000.ckpt", "best-val_loss=0.600000.ckpt")]
    [InlineData("best-val_loss=9.900000.ckpt", "best-val_loss=10.100000.ckpt")]
    [InlineData("best-val_auc_ovr_macro=0.900000.ckpt", "best-val_auc_ovr_macro=0.800000.ckpt")]
    [InlineData("best-val_loss=0.500000.ckpt", "best-by-hand=9.ckpt")]
    public void If_a_killed_trainer_left_two_best_checkpoints_the_better_one_counts(string better, string worse)
    {
        foreach (string name in new[] { better, worse }) File.WriteAllText(folder.File(name), "");

        Assert.Equal(folder.File(better), new RunFolder(folder.Path).BestCheckpoint);
    }

    [Fact]
    public void With_checkpoints_of_two_metrics_the_newest_counts()
    {
        foreach (string name in new[] { "best-val_loss=0.500000.ckpt", "best-val_f1_macro=0.700000.ckpt" })
            File.WriteAllText(folder.File(name), "");
        File.SetLastWriteTimeUtc(folder.File("best-val_f1_macro=0.700000.ckpt"), DateTime.UtcNow.AddHours(-1));

        Assert.Equal(folder.File("best-val_loss=0.500000.ckpt"), new RunFolder(folder.Path).BestCheckpoint);
    }

    [Fact]
    public void A_name_says_its_metric_and_value()
    {
        Assert.Equal((CheckpointMetric.MaxF1Macro, 0.25), BestCheckpoints.Parse(BestCheckpoints.NameOf(CheckpointMetric.MaxF1Macro, 0.25)));
        Assert.Null(BestCheckpoints.Parse("best-val_loss=0.500000.ckpt\n"));
        Assert.Null(BestCheckpoints.Parse("best-others=0.500000.ckpt"));
    }
}
