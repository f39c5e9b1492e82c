using System.Text.Json.Nodes;
using Angioboard.Core.Training;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training;

/// <summary>Checkpoints of whole models, made from one of PyTorch's by what other programs do to names, weights and hyper-parameters.</summary>
public sealed class WeightSourceTests : IDisposable
{
    private static readonly string Trained = GoldenFiles.Path("peer", "end", "last.ckpt");

    private readonly TemporaryFolder scratch = new();

    [Theory]
    [InlineData("module.{0}")]
    [InlineData("_orig_mod.{0}")]
    [InlineData("model.{0}")]
    [InlineData("module._orig_mod.{0}")]
    public void Wrappers_come_off(string wrapper)
    {
        string path = Made($"weights = {{'{wrapper}'.format(k): v for k, v in weights.items()}}");

        Assert.Equal(Weights(Trained), Weights(path));
    }

    [Fact]
    public void Wrappers_within_names_come_off()
    {
        string path = Made("weights = {k.replace('backbone.', 'backbone._orig_mod.').replace('gru.', 'gru.module.'): v for k, v in weights.items()}");

        Assert.Equal(Weights(Trained), Weights(path));
    }

    [Theory]
    [InlineData("num_layers", "3")]
    [InlineData("hidden_dim", "48")]
    [InlineData("bidirectional", "True")]
    [InlineData("pool", "'avg'")]
    [InlineData("image_size", "64")]
    [InlineData("num_classes", "7")]
    public void A_hyper_parameter_that_the_weights_contradict_is_not_used_and_said(string name, string stale)
    {
        string path = Made($"hyper['{name}'] = {stale}");

        using WeightSource right = WeightSource.Open(Trained), source = WeightSource.Open(path);

        Assert.Equal(SettingsFile.ToJson(right.Settings).ToJsonString(), SettingsFile.ToJson(source.Settings).ToJsonString());
        Assert.StartsWith($"{path}: hyper_parameters say {name} {stale.Trim('\'').ToLowerInvariant()}, but its weights are of {name} ", source.Notes[0], StringComparison.Ordinal);
        Assert.Empty(right.Notes);
    }

    [Theory]
    [InlineData("vit(img=32,patch=8,dim=48,depth=1,heads=3)")]
    [InlineData("vit(img=32,patch=8,dim=96,depth=2,heads=3)")]
    [InlineData("vit(img=64,patch=16,dim=48,depth=2,heads=3)")]
    [InlineData("vit_tiny_patch16_224.augreg_in21k")]
    public void A_backbone_that_the_weights_contradict_is_refused_unless_the_user_names_it(string stale)
    {
        string path = Made($"hyper['backbone'] = '{stale}'");

        InputException refusal = Assert.Throws<InputException>(() => WeightSource.Open(path));
        using WeightSource given = WeightSource.Open(path, new JsonObject { ["backbone"] = "vit(img=32,patch=8,dim=48,depth=2,heads=3)" });

        Assert.Equal(
            $"{path}: hyper_parameters name the backbone {stale}, but its weights are of dim 48, patch 8, depth 2; give backbone vit(img=32,patch=8,dim=48,depth=2,heads=…)",
            refusal.Message);
    }

    [Theory]
    [InlineData("weights['backbone.blocks.0.ls1.gamma'] = torch.ones(48)", "backbone.blocks.0.ls1.gamma (LayerScale)")]
    [InlineData("weights['backbone.reg_token'] = torch.ones(1, 4, 48)", "backbone.reg_token (register tokens)")]
    [InlineData("weights['backbone.pre_logits.fc.weight'] = torch.ones(48, 48)", "backbone.pre_logits.fc.weight")]
    [InlineData("weights['backbone.head.weight'] = torch.ones(48, 48)", "backbone.head.weight")]
    [InlineData("weights['classifier2.weight'] = torch.ones(5, 5)", "classifier2.weight")]
    [InlineData("weights['head.weight'] = torch.ones(5, 5)", "head.weight")]
    [InlineData("weights['attention.weight'] = torch.ones(5, 5)", "attention.weight")]
    public void A_weight_that_has_no_place_refuses_the_file(string change, string named)
    {
        InputException refusal = Assert.Throws<InputException>(() => WeightSource.Open(Made(change)));

        Assert.Contains($"holds a weight that this model would need but has no place for: {named}", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_of_the_GRU_that_the_settings_leave_out_refuses_the_file()
    {
        string path = Made("weights.update({k[:-1] + '1': v for k, v in list(weights.items()) if k.startswith('gru.weight_hh') or k.startswith('gru.bias')}, **{'gru.weight_ih_l1': torch.zeros(72, 24)})");

        InputException refusal = Assert.Throws<InputException>(() => WeightSource.Open(path, new JsonObject { ["num_layers"] = 1 }));
        using WeightSource source = WeightSource.Open(path);

        Assert.Contains("gru.weight_ih_l1 (other num_layers or bidirectional than the settings')", Assert.Single(refusal.Problems), StringComparison.Ordinal);
        Assert.Equal(2, source.Settings.NumLayers);
    }

    [Theory]
    [InlineData("_train_loss.weight", "torch.ones(5)")]
    [InlineData("validation_metrics.MulticlassAccuracy.tp", "torch.ones(5)")]
    [InlineData("backbone.mask_token", "torch.ones(1, 1, 48)")]
    [InlineData("backbone.head.weight", "torch.ones(1000, 48)")]
    [InlineData("backbone.norm.num_batches_tracked", "torch.tensor(3)")]
    public void What_changes_no_prediction_is_left_out_and_said(string name, string value)
    {
        string path = Made($"weights['{name}'] = {value}");

        using WeightSource source = WeightSource.Open(path);

        Assert.Equal([$"{path}: left out {name}"], source.Notes);
    }

    [Fact]
    public void Averaged_weights_come_first_and_raw_ones_on_request()
    {
        string path = Made("checkpoint['state_dict_ema'] = {k: v + 1 for k, v in weights.items()}");

        using WeightSource averaged = WeightSource.Open(path), raw = WeightSource.Open(path, new JsonObject { ["weights"] = "raw" });

        Assert.Equal([$"{path}: took the averaged weights (state_dict_ema), as timm does; --weights raw asks for the raw ones"], averaged.Notes);
        Assert.Empty(raw.Notes);
        float difference = (averaged.Model.state_dict()["classifier.bias"] - raw.Model.state_dict()["classifier.bias"]).mean().item<float>();
        Assert.Equal(1, difference, 1e-5f);
    }

    [Fact]
    public void The_norms_of_both_poolings_leave_the_pooling_to_the_user()
    {
        string path = Made("weights.update({f'backbone.fc_norm.{part}': weights[f'backbone.norm.{part}'] for part in ('weight', 'bias')}); hyper.pop('pool', None)");

        InputException refusal = Assert.Throws<InputException>(() => WeightSource.Open(path));
        using WeightSource source = WeightSource.Open(path, new JsonObject { ["pool"] = "avg" });

        Assert.Equal($"{path}: holds the norms of both poolings (backbone.norm.weight, backbone.fc_norm.weight); give pool token or avg, whichever it was trained with", refusal.Message);
        Assert.Equal([$"{path}: left out backbone.norm.weight, backbone.norm.bias"], source.Notes);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named()
    {
        string path = Made("weights['gru.bias_ih_l0'][3] = float('nan')");

        InputException refusal = Assert.Throws<InputException>(() => WeightSource.Open(path));

        Assert.StartsWith($"{path}: gru.bias_ih_l0: 1 of its 72 values are not finite", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    public void Dispose() => scratch.Dispose();

    /// <summary>The checkpoint after a line of Python that changes <c>checkpoint</c>, its <c>weights</c> or its <c>hyper</c> parameters.</summary>
    private string Made(string change)
    {
        string path = scratch.File("made.ckpt");
        Python.Run(
            $"""
            import sys, torch
            checkpoint = torch.load(sys.argv[1])
            weights, hyper = checkpoint['state_dict'], checkpoint['hyper_parameters']
            {change}
            checkpoint['state_dict'] = weights
            torch.save(checkpoint, sys.argv[2])
            """,
            Trained, path);
        return path;
    }

    private static Dictionary<string, float> Weights(string path)
    {
        using WeightSource source = WeightSource.Open(path);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        return source.Model.state_dict().ToDictionary(weight => weight.Key, weight => weight.Value.norm().item<float>());
    }
}
