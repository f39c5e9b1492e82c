using System.Text.Json.Nodes;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Formats.PyTorch;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Checkpoints;

/// <summary>Checkpoints of whole models: one from PyTorch, with other programs' changes to names, weights and hyper-parameters.</summary>
public sealed class TrainedModelTests : ChangedCheckpoint
{
    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.")]
    [InlineData("module._orig_mod.")]
    public void Wrapper_names_are_removed(string wrapper)
    {
        string path = Renamed(name => wrapper + name);

        Assert.Equal(Weights(Trained), Weights(path));
    }

    [Fact]
    public void Wrapper_names_inside_names_are_removed()
    {
        string path = Renamed(name => name.Replace("backbone.", "backbone._orig_mod.", StringComparison.Ordinal).Replace("gru.", "gru.module.", StringComparison.Ordinal));

        Assert.Equal(Weights(Trained), Weights(path));
    }

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
        Assert.StartsWith($"{path}: hyper_parameters has {name} {$"{stale}".ToLowerInvariant()}, but its weights have {name} ", source.Notes[0], StringComparison.Ordinal);
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
            $"{path}: hyper_parameters has the backbone {stale}, but its weights have dim 48, patch 8, depth 2; give backbone vit(img=32,patch=8,dim=48,depth=2,heads=…)",
            refusal.Message);
    }

    [Theory]
    [InlineData("backbone.blocks.0.ls1.gamma", " (LayerScale)", 48)]
    [InlineData("backbone.reg_token", " (register tokens)", 1, 4, 48)]
    [InlineData("backbone.pre_logits.fc.weight", "", 48, 48)]
    [InlineData("backbone.head.weight", "", 48, 48)]
    [InlineData("classifier2.weight", "", 5, 5)]
    [InlineData("head.weight", "", 5, 5)]
    [InlineData("attention.weight", "", 5, 5)]
    public void An_unused_weight_makes_the_file_refused(string name, string told, params int[] shape)
    {
        string path = Made(weights => weights[name] = ones([.. shape.Select(size => (long)size)]));

        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path));

        Assert.Contains($"holds a weight that this model does not have: {name}{told};", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_GRU_layer_that_the_settings_lack_makes_the_file_refused()
    {
        string path = Made(weights =>
        {
            weights["gru.weight_ih_l1"] = zeros(72, 24);
            foreach (string name in new[] { "weight_hh", "bias_ih", "bias_hh" }) weights[$"gru.{name}_l1"] = weights[$"gru.{name}_l0"];
        });

        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path, new JsonObject { ["num_layers"] = 1 }));
        using TrainedModel source = TrainedModel.Open(path);

        Assert.Contains("gru.bias_hh_l1 (other num_layers or bidirectional than the settings')", Assert.Single(refusal.Problems), StringComparison.Ordinal);
        Assert.Equal(2, source.Settings.NumLayers);
    }

    [Theory]
    [InlineData("_train_loss.weight", 5)]
    [InlineData("validation_metrics.MulticlassAccuracy.tp", 5)]
    [InlineData("backbone.mask_token", 1, 1, 48)]
    [InlineData("backbone.head.weight", 1000, 48)]
    [InlineData("backbone.norm.num_batches_tracked")]
    public void Weights_that_change_no_prediction_are_left_out_and_reported(string name, params int[] shape)
    {
        string path = Made(weights => weights[name] = ones([.. shape.Select(size => (long)size)]));

        using TrainedModel source = TrainedModel.Open(path);

        Assert.Equal([$"{path}: left out {name}"], source.Notes);
    }

    [Fact]
    public void Many_names_that_are_left_out_are_summarised()
    {
        string path = Made(weights =>
        {
            for (int block = 0; block < 8; block++) weights[$"backbone.decoder_blocks.{block}.norm1.weight"] = ones(8);
            weights["train_loss.weight"] = ones(5);
        });

        using TrainedModel source = TrainedModel.Open(path);

        Assert.Equal([$"{path}: left out train_loss.weight, backbone.decoder_blocks.* (8)"], source.Notes);
    }

    [Fact]
    public void Averaged_weights_are_the_default_and_raw_ones_taken_on_request()
    {
        string path = Made(averaged: weight => weight + 1);

        using TrainedModel averaged = TrainedModel.Open(path), raw = TrainedModel.Open(path, new JsonObject { ["weights"] = "raw" });

        Assert.Equal([$"{path}: took the averaged weights (state_dict_ema); --weights raw takes the raw ones, if it has them"], averaged.Notes);
        Assert.Empty(raw.Notes);
        float difference = (averaged.Model.state_dict()["classifier.bias"] - raw.Model.state_dict()["classifier.bias"]).mean().item<float>();
        Assert.Equal(1, difference, 1e-5f);
    }

    [Fact]
    public void With_the_norms_of_both_poolings_the_user_chooses_the_pooling()
    {
        string path = Made(
            weights => (weights["backbone.fc_norm.weight"], weights["backbone.fc_norm.bias"]) = (weights["backbone.norm.weight"], weights["backbone.norm.bias"]),
            told => told.Remove("pool"));

        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path));
        using TrainedModel source = TrainedModel.Open(path, new JsonObject { ["pool"] = "avg" });

        Assert.Equal($"{path}: holds the norms of both poolings (backbone.norm.weight, backbone.fc_norm.weight); set pool to token or avg, whichever it was trained with", refusal.Message);
        Assert.Equal([$"{path}: left out backbone.norm.weight, backbone.norm.bias"], source.Notes);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named()
    {
        string path = Made(weights => weights["gru.bias_ih_l0"] = weights["gru.bias_ih_l0"].clone().index_put_(double.NaN, TensorIndex.Single(3)));

        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path));

        Assert.StartsWith($"{path}: gru.bias_ih_l0: 1 of its 72 values are not finite", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_with_the_negative_bit_are_read_with_the_right_sign()
    {
        // As PyTorch 2 writes a view with its negative bit set.
        Python.RunIn(scratch.Path, """
            import torch, collections
            class Turned:
                def __init__(self, t): self.t = t
                def __reduce__(self):
                    return torch._utils._rebuild_tensor_v2, (self.t.storage(), 0, self.t.size(), self.t.stride(), False, collections.OrderedDict(), {'neg': True})
            w = torch.arange(6.0).view(2, 3)
            torch.save({'plain': w, 'turned': Turned(w.clone())}, 'signs.pth')
            """);

        var tensors = (PickleDictionary)PyTorchFile.Read(scratch.File("signs.pth"))!;

        Assert.Equal(0, ((Tensor)tensors["plain"]! + (Tensor)tensors["turned"]!).abs().sum().item<float>());
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
        Assert.Equal($"{path}: its normalizer has 4 channels, but frames have three; save a mean and a std of one or three numbers", refusal.Message);
    }

    [Fact]
    public void An_unreadable_hyper_parameter_is_reported_and_a_bad_one_names_the_file()
    {
        string path = Made(hyper: told => told["modality"] = "icga?");
        using TrainedModel source = TrainedModel.Open(path);
        string note = Assert.Single(source.Notes);

        path = Made(hyper: told => told["max_frames"] = -3L);
        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path, new JsonObject { ["split"] = "split.json" }));

        Assert.Equal($"{path}: hyper_parameters has modality \"icga?\", which is not a valid value: the default is used; set another one as an option", note);
        Assert.StartsWith($"{path}: max_frames: -3", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Averaged_weights_are_taken_even_if_raw_ones_have_longer_names()
    {
        string path = Made(weights =>
        {
            foreach ((string name, Tensor weight) in weights.ToArray()) weights[$"ema_model.module.{name}"] = weight + 1;
            weights["n_averaged"] = tensor(7);
        });

        using TrainedModel averaged = TrainedModel.Open(path), raw = TrainedModel.Open(path, new JsonObject { ["weights"] = "raw" });

        float difference = (averaged.Model.state_dict()["classifier.bias"] - raw.Model.state_dict()["classifier.bias"]).mean().item<float>();
        Assert.Equal(1, difference, 1e-5f);
    }

    [Fact]
    public void A_dictionary_of_averaging_settings_is_not_mistaken_for_the_model()
    {
        Python.RunIn(scratch.Path, $"import torch; c = torch.load('{Trained}'); torch.save({{'state_dict': c['state_dict'], 'ema': {{'decay': torch.tensor(0.99)}}}}, 'decay.pth')");
        using WeightsFile file = WeightsFile.Read(scratch.File("decay.pth"));

        Assert.Null(file.Averaged);
        Assert.Contains("classifier.weight", file.Tensors.Keys);
    }

    public void Dispose()
    {
        scope.Dispose();
        scratch.Dispose();
    }

    private string Renamed(Func<string, string> rename) => Made(weights =>
    {
        KeyValuePair<string, Tensor>[] all = [.. weights];
        weights.Clear();
        foreach ((string name, Tensor weight) in all) weights[rename(name)] = weight;
    });

    /// <summary>The checkpoint with other weights or hyper-parameters, and with a moving average if given.</summary>
    private string Made(
        Action<OrderedDictionary<string, Tensor>>? weights = null, Action<OrderedDictionary<string, object?>>? hyper = null, Func<Tensor, Tensor>? averaged = null,
        ChannelStatistics? normalizer = null)
    {
        using Checkpoint trained = Checkpoint.Read(Trained);
        OrderedDictionary<string, Tensor> changed = new(trained.StateDict);
        OrderedDictionary<string, object?> told = new(trained.HyperParameters);
        weights?.Invoke(changed);
        hyper?.Invoke(told);
        Checkpoint made = new()
        {
            Epoch = trained.Epoch,
            GlobalStep = trained.GlobalStep,
            StateDict = changed,
            Normalizer = normalizer ?? trained.Normalizer,
            HyperParameters = told,
            Entries = averaged is null ? new Dictionary<string, object?>() : new Dictionary<string, object?>
            {
                ["state_dict_ema"] = changed.ToDictionary(weight => weight.Key, weight => (object?)averaged(weight.Value)),
            },
        };
        made.Write(scratch.File("made.ckpt"));
        return scratch.File("made.ckpt");
    }

    private static Dictionary<string, float> Weights(string path)
    {
        using TrainedModel source = TrainedModel.Open(path);
        return source.Model.state_dict().ToDictionary(weight => weight.Key, weight => weight.Value.norm().item<float>());
    }
}
