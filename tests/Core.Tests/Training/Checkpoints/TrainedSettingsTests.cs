using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;

namespace Angioboard.Core.Tests.Training.Checkpoints;

/// <summary>Hyper-parameters and normalizers of checkpoints, and what happens if the weights contradict them.</summary>
public sealed class TrainedSettingsTests : ChangedCheckpoint
{
    [Theory]
    [InlineData("num_layers", 3L)]
    [InlineData("hidden_dim", 48L)]
    [InlineData("bidirectional", true)]
    [InlineData("pool", "avg")]
    [InlineData("image_size", 64L)]
    [InlineData("num_classes", 7L)]
    public void A_hyper_parameter_that_the_weights_contradict_is_not_used_and_reported(string name, object stale)
    {
        string path = Made(hyper: told => told[name] = stale);

        using TrainedModel right = TrainedModel.Open(Trained), source = TrainedModel.Open(path);

        Assert.Equal(SettingsFile.ToJson(right.Settings).ToJsonString(), SettingsFile.ToJson(source.Settings).ToJsonString());
        Assert.StartsWith($"{path}: hyper_parameters has {name} {$"{stale}".ToLowerInvariant()}, but its weights have {name} ",
            source.Notes[0], StringComparison.Ordinal);
        Assert.Empty(right.Notes);
    }

    [Theory]
    [InlineData("vit(img=32,patch=8,dim=48,depth=1,heads=3)")]
    [InlineData("vit(img=32,patch=8,dim=96,depth=2,heads=3)")]
    [InlineData("vit(img=64,patch=16,dim=48,depth=2,heads=3)")]
    [InlineData("vit_tiny_patch16_224.augreg_in21k")]
    public void A_backbone_that_the_weights_contradict_is_refused_unless_the_user_names_it(string stale)
    {
        string path = Made(hyper: told => told["backbone"] = stale);

        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path));
        using TrainedModel given = TrainedModel.Open(path, new JsonObject { ["backbone"] = "vit(img=32,patch=8,dim=48,depth=2,heads=3)" });

        Assert.Equal(
            $"{path}: hyper_parameters has the backbone {stale}, but its weights have dim 48, patch 8, depth 2; give backbone "
                + $"vit(img=32,patch=8,dim=48,depth=2,heads=…)",
            refusal.Message);
    }

    [Fact]
    public void With_the_norms_of_both_poolings_the_user_chooses_the_pooling()
    {
        string path = Made(
            weights => (weights["backbone.fc_norm.weight"], weights["backbone.fc_norm.bias"]) =
                (weights["backbone.norm.weight"], weights["backbone.norm.bias"]),
            told => told.Remove("pool"));

        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path));
        using TrainedModel source = TrainedModel.Open(path, new JsonObject { ["pool"] = "avg" });

        Assert.Equal(
            $"{path}: holds the norms of both poolings (backbone.norm.weight, backbone.fc_norm.weight); set pool to token or avg, "
                + $"whichever it was trained with", refusal.Message);
        Assert.Equal([$"{path}: left out backbone.norm.weight, backbone.norm.bias"], source.Notes);
    }

    [Fact]
    public void The_users_normalizer_overrides_the_files()
    {
        string path = Made();

        using TrainedModel own = TrainedModel.Open(path), named = TrainedModel.Open(path, new JsonObject { ["normalizer"] = "imagenet" });

        Assert.NotEqual(0.485, own.Model.Statistics.Mean[0], tolerance: 1e-6);
        Assert.Equal(0.485, named.Model.Statistics.Mean[0], tolerance: 1e-6);
    }

    [Fact]
    public void A_normalizer_of_one_channel_is_used_for_all_three_and_one_of_four_is_refused()
    {
        string path = Made(normalizer: new([0.4], [0.2]));
        using TrainedModel source = TrainedModel.Open(path);
        double[] mean = source.Model.Statistics.Mean;

        path = Made(normalizer: new([0.4, 0.4, 0.4, 0.4], [0.2, 0.2, 0.2, 0.2]));
        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path));

        Assert.Equal([0.4, 0.4, 0.4], mean);
        Assert.Equal($"{path}: its normalizer has 4 channels, but frames have three; save a mean and a std of one or three numbers",
            refusal.Message);
    }

    [Fact]
    public void An_unreadable_hyper_parameter_is_reported_and_a_bad_one_names_the_file()
    {
        string path = Made(hyper: told => told["modality"] = "icga?");
        using TrainedModel source = TrainedModel.Open(path);
        string note = Assert.Single(source.Notes);

        path = Made(hyper: told => told["max_frames"] = -3L);
        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path, new JsonObject { ["split"] = "split.json" }));

        Assert.Equal(
            $"{path}: hyper_parameters has modality \"icga?\", which is not a valid value: the default is used; set another one as an "
                + $"option", note);
        Assert.StartsWith($"{path}: max_frames: -3", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }
}
