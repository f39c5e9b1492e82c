using Angioboard.Core.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models.Weights;

public sealed class WeightsMatchTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    private static readonly OrderedDictionary<string, long[]> Wanted = new()
    {
        ["cls_token"] = [1, 1, 4],
        ["pos_embed"] = [1, 5, 4],
        ["blocks.0.mlp.fc1.weight"] = [8, 4],
        ["norm.weight"] = [4],
    };

    [Fact]
    public void Heads_decoders_and_other_norms_are_left_out_and_reported()
    {
        Dictionary<string, Tensor> available = new()
        {
            ["cls_token"] = zeros(1, 1, 4),
            ["pos_embed"] = zeros(1, 197, 4),
            ["blocks.0.mlp.fc1.weight"] = zeros(8, 4),
            ["fc_norm.weight"] = zeros(4),
            ["mask_token"] = zeros(1, 1, 4),
            ["decoder_embed.weight"] = zeros(2, 4),
            ["head.weight"] = zeros(1000, 4),
        };

        WeightsMatch match = Match(available);

        Assert.Equal(["cls_token", "pos_embed", "blocks.0.mlp.fc1.weight"], match.Matched.Keys);
        Assert.Equal([1L, 197, 4], match.Matched["pos_embed"].shape);
        Assert.Equal(["norm.weight"], match.Missing);
        Assert.Equal(["fc_norm.weight", "mask_token", "decoder_embed.weight", "head.weight"], match.Unexpected);
    }

    [Fact]
    public void Every_parameter_with_another_shape_is_named()
    {
        Dictionary<string, Tensor> available = new()
        {
            ["cls_token"] = zeros(1, 1, 6),
            ["pos_embed"] = zeros(1, 5, 4),
            ["blocks.0.mlp.fc1.weight"] = zeros(4, 4),
            ["norm.weight"] = zeros(4),
        };

        InputException refusal = Assert.Throws<InputException>(() => Match(available));

        Assert.Equal(2, refusal.Problems.Count);
        Assert.StartsWith("file.pth: cls_token has the shape (1, 1, 6), the model's is (1, 1, 4)", refusal.Problems[0],
            StringComparison.Ordinal);
        Assert.StartsWith("file.pth: blocks.0.mlp.fc1.weight has the shape (4, 4)", refusal.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_model_is_refused_with_some_of_its_names()
    {
        Dictionary<string, Tensor> available = new() { ["conv1.weight"] = zeros(4), ["layer1.0.bn1.weight"] = zeros(4) };

        InputException refusal = Assert.Throws<InputException>(() => Match(available));

        Assert.Contains("the file has conv1.weight, layer1.0.bn1.weight", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head.mlp.0.weight")]
    [InlineData("dino_head.last_layer.weight_g")]
    [InlineData("pre_logits.fc.weight")]
    [InlineData("decoder_pos_embed")]
    [InlineData("mask_token")]
    [InlineData("fc_norm.weight")]
    [InlineData("gru.weight_ih_l0")]
    [InlineData("_train_loss.weight")]
    [InlineData("val_metrics.MulticlassAUROC.thresholds")]
    [InlineData("n_averaged")]
    [InlineData("blocks.0.attn.total_ops")]
    public void A_weight_that_changes_nothing_may_be_in_the_file(string name)
    {
        WeightsMatch match = Match(Whole(with: name));

        Assert.Equal([name], match.Unexpected);
        Assert.Equal(Wanted.Keys, match.Matched.Keys);
    }

    [Theory]
    [InlineData("blocks.0.ls1.gamma", "(LayerScale)")]
    [InlineData("blocks.0.gamma_1", "(LayerScale)")]
    [InlineData("reg_token", "(register tokens)")]
    [InlineData("blocks.0.attn.q_norm.weight", "(norms of queries and keys)")]
    [InlineData("blocks.0.attn.relative_position_bias_table", "(BEiT's relative positions and biases)")]
    [InlineData("blocks.0.attn.q_bias", "(BEiT's relative positions and biases)")]
    [InlineData("dist_token", "(DeiT's distillation token)")]
    [InlineData("blocks.0.0.norm1.weight", "(DINOv2's blocks in chunks")]
    [InlineData("norm_pre.weight", "(a norm before the blocks)")]
    [InlineData("blocks.1.norm1.weight", "")]
    [InlineData("adapter.weight", "")]
    public void Any_other_unused_weight_makes_the_file_refused(string name, string told)
    {
        InputException refusal = Assert.Throws<InputException>(() => Match(Whole(with: name)));

        string problem = Assert.Single(refusal.Problems);
        Assert.StartsWith($"file.pth: holds a weight that this model does not have: {name}", problem, StringComparison.Ordinal);
        Assert.Contains(told, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocks.0.mlp.fc1.weight")]
    [InlineData("pos_embed")]
    [InlineData("norm.weight")]
    public void A_missing_weight_makes_the_file_refused(string name)
    {
        Dictionary<string, Tensor> available = Whole();
        available.Remove(name);

        InputException refusal = Assert.Throws<InputException>(() => Match(available));

        Assert.StartsWith($"file.pth: 1 of the model's 4 weights is missing: {name};", Assert.Single(refusal.Problems),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "holds 4 tokens, none for the class token")]
    [InlineData(6, "holds 6 tokens, which are not one for the class token and a square")]
    [InlineData(1, "holds 1 tokens")]
    public void Positions_that_are_not_a_class_token_and_a_square_are_refused(int tokens, string problem)
    {
        Dictionary<string, Tensor> available = Whole();
        available["pos_embed"] = zeros(1, tokens, 4);

        InputException refusal = Assert.Throws<InputException>(() => Match(available));

        Assert.StartsWith($"file.pth: pos_embed {problem}", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, ScalarType.Float32)]
    [InlineData(double.NegativeInfinity, ScalarType.Float16)]
    [InlineData(1e300, ScalarType.Float64)]
    public void A_weight_that_is_not_finite_is_named(double value, ScalarType type)
    {
        Dictionary<string, Tensor> available = Whole();
        available["norm.weight"] = tensor([1, value, value, 1], type);

        InputException refusal = Assert.Throws<InputException>(() => Match(available));

        Assert.StartsWith("file.pth: norm.weight: 2 of its 4 values are not finite", Assert.Single(refusal.Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Quantized_weights_are_refused()
    {
        Dictionary<string, Tensor> available = Whole();
        available["norm.weight"] = zeros(4, ScalarType.Int8);

        InputException refusal = Assert.Throws<InputException>(() => Match(available));

        Assert.StartsWith("file.pth: norm.weight holds whole numbers (Int8), as quantized weights do", Assert.Single(refusal.Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public void For_another_backbone_the_message_gives_the_sizes()
    {
        OrderedDictionary<string, long[]> wanted = new() { ["patch_embed.proj.weight"] = [4, 3, 2, 2], ["blocks.0.norm1.weight"] = [4] };
        Dictionary<string, Tensor> available = new() { ["patch_embed.proj.weight"] = zeros(384, 3, 16, 16) };
        for (int block = 0; block < 12; block++) available[$"blocks.{block}.norm1.weight"] = zeros(384);

        InputException refusal =
            Assert.Throws<InputException>(() => WeightsMatch.Encoder(WeightNames.Encoder(available, "file.pth"), wanted, "file.pth"));

        Assert.Contains("the file has dim 384, patch 16, depth 12 (vit_small_patch16_224.augreg_in21k); choose a backbone of that size",
            refusal.Problems[0], StringComparison.Ordinal);
    }

    public void Dispose() => scope.Dispose();

    private static WeightsMatch Match(IReadOnlyDictionary<string, Tensor> available) =>
        WeightsMatch.Encoder(WeightNames.Encoder(available, "file.pth"), Wanted, "file.pth");

    private static Dictionary<string, Tensor> Whole(string? with = null)
    {
        Dictionary<string, Tensor> whole = Wanted.ToDictionary(named => named.Key, named => zeros(named.Value));
        if (with is not null) whole[with] = zeros(3);
        return whole;
    }
}
