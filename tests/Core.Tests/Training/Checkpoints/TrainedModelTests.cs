using System.Text.Json.Nodes;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Formats.PyTorch;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Checkpoints;

/// <summary>Weights of checkpoints as other programs name them: what is loaded, left out and refused.</summary>
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
        string path = Renamed(name => name.Replace("backbone.", "backbone._orig_mod.", StringComparison.Ordinal)
            .Replace("gru.", "gru.module.", StringComparison.Ordinal));

        Assert.Equal(Weights(Trained), Weights(path));
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

        Assert.Contains($"holds a weight that this model does not have: {name}{told};", Assert.Single(refusal.Problems),
            StringComparison.Ordinal);
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

        Assert.Contains("gru.bias_hh_l1 (other num_layers or bidirectional than the settings')", Assert.Single(refusal.Problems),
            StringComparison.Ordinal);
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
    public void Weights_that_are_not_finite_are_named()
    {
        string path =
            Made(weights => weights["gru.bias_ih_l0"] = weights["gru.bias_ih_l0"].clone().index_put_(double.NaN, TensorIndex.Single(3)));

        InputException refusal = Assert.Throws<InputException>(() => TrainedModel.Open(path));

        Assert.StartsWith($"{path}: gru.bias_ih_l0: 1 of its 72 values are not finite", Assert.Single(refusal.Problems),
            StringComparison.Ordinal);
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

        PickleDictionary tensors = (PickleDictionary)PyTorchFile.Read(scratch.File("signs.pth"))!;

        Assert.Equal(0, ((Tensor)tensors["plain"]! + (Tensor)tensors["turned"]!).abs().sum().item<float>());
    }

    private static Dictionary<string, float> Weights(string path)
    {
        using TrainedModel source = TrainedModel.Open(path);
        return source.Model.state_dict().ToDictionary(weight => weight.Key, weight => weight.Value.norm().item<float>());
    }
}
