using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

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

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("backbone.")]
    [InlineData("model.backbone.")]
    public void Names_match_below_one_wrappers_prefix(string prefix)
    {
        var available = Wanted.ToDictionary(named => prefix + named.Key, named => zeros(named.Value));

        WeightsMatch match = WeightsMatch.Match(available, Wanted, "file.pth");

        Assert.Equal(Wanted.Keys, match.Matched.Keys);
        Assert.Empty(match.Missing);
        Assert.Empty(match.Unexpected);
    }

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

        WeightsMatch match = WeightsMatch.Match(available, Wanted, "file.pth");

        Assert.Equal(["cls_token", "pos_embed", "blocks.0.mlp.fc1.weight"], match.Matched.Keys);
        Assert.Equal([1L, 197, 4], match.Matched["pos_embed"].shape);
        Assert.Equal(["norm.weight"], match.Missing);
        Assert.Equal(["fc_norm.weight", "mask_token", "decoder_embed.weight", "head.weight"], match.Unexpected);
    }

    [Fact]
    public void Every_parameter_of_another_shape_is_named()
    {
        Dictionary<string, Tensor> available = new()
        {
            ["cls_token"] = zeros(1, 1, 6),
            ["blocks.0.mlp.fc1.weight"] = zeros(4, 4),
            ["norm.weight"] = zeros(4),
        };

        InputException refusal = Assert.Throws<InputException>(() => WeightsMatch.Match(available, Wanted, "file.pth"));

        Assert.Equal(2, refusal.Problems.Count);
        Assert.StartsWith("file.pth: cls_token has shape [1, 1, 6], but the model's cls_token [1, 1, 4]", refusal.Problems[0], StringComparison.Ordinal);
        Assert.StartsWith("file.pth: blocks.0.mlp.fc1.weight has shape [4, 4]", refusal.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_model_is_refused_with_some_of_its_names()
    {
        Dictionary<string, Tensor> available = new() { ["conv1.weight"] = zeros(4), ["layer1.0.bn1.weight"] = zeros(4) };

        InputException refusal = Assert.Throws<InputException>(() => WeightsMatch.Match(available, Wanted, "resnet.pth"));

        Assert.Contains("it has conv1.weight, layer1.0.bn1.weight", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => scope.Dispose();
}
