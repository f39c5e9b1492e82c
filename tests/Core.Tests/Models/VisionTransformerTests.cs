using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

public sealed class VisionTransformerTests
{
    [Fact]
    public void The_micro_backbone_gives_timm_s_embeddings()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = GoldenTensors.Read(GoldenFiles.Path("vit_micro_weights.safetensors"));
        Dictionary<string, Tensor> golden = GoldenTensors.Read(GoldenFiles.Path("vit_outputs.safetensors"));
        using VisionTransformer vit = new(BackboneSpec.Parse("vit(img=32,patch=8,dim=48,depth=2,heads=3)"));
        using (no_grad())
        {
            foreach ((string name, Tensor parameter) in vit.state_dict()) parameter.copy_(weights[name]);
        }

        Tensor embeddings = vit.forward(golden["micro.input"]);

        Assert.Equal(weights.Keys.Order(), vit.state_dict().Keys.Order());
        AssertTensors.Close(golden["micro.output"], embeddings, 1e-5);
    }

    [Fact]
    public void The_small_backbone_gives_timm_s_embeddings_on_formula_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> golden = GoldenTensors.Read(GoldenFiles.Path("vit_outputs.safetensors"));
        using VisionTransformer vit = new(BackboneSpec.Parse("vit_small_patch16_224.augreg_in21k"));
        FormulaWeights.Fill(vit);

        using IDisposable grad = no_grad();
        Tensor embeddings = vit.forward(FormulaWeights.Image(2, 3, 224, 224));

        AssertTensors.Close(golden["small.output"], embeddings, 1e-5);
    }

    [Fact]
    public void Average_pooling_is_timm_s_fc_norm_of_the_mean_of_the_patches()
    {
        using DisposeScope scope = NewDisposeScope();
        using VisionTransformer vit = new(BackboneSpec.Parse("vit(img=32,patch=8,dim=48,depth=2,heads=3)"), Pool.Avg);
        FormulaWeights.Fill(vit);
        string[] names = [.. vit.state_dict().Keys];

        Tensor embeddings = vit.forward(FormulaWeights.Image(2, 3, 32, 32));

        Assert.Contains("fc_norm.weight", names);
        Assert.DoesNotContain("norm.weight", names);
        Assert.Equal([2, 48], embeddings.shape);
        // A layer norm's output without weight and bias has mean 0 and deviation 1.
        Tensor plain = (embeddings - vit.state_dict()["fc_norm.bias"]) / vit.state_dict()["fc_norm.weight"];
        Assert.All(plain.mean([1]).data<float>().ToArray(), mean => Assert.Equal(0, mean, 4));
    }

    [Theory]
    [InlineData("vit_tiny_patch16_224.augreg_in21k", 5_524_416)]
    [InlineData("vit_small_patch16_224.augreg_in21k", 21_665_664)]
    [InlineData("vit_base_patch16_224.augreg_in21k", 85_798_656)]
    public void Named_backbones_have_timm_s_number_of_parameters(string name, long expected)
    {
        using VisionTransformer vit = new(BackboneSpec.Parse(name));

        long parameters = vit.parameters().Sum(p => p.numel());

        Assert.Equal(expected, parameters);
    }

    [Theory]
    [InlineData("resnet50")]
    [InlineData("vit(img=30,patch=8,dim=48,depth=2,heads=3)")]
    [InlineData("vit(img=32,patch=8,dim=47,depth=2,heads=3)")]
    public void An_unknown_or_contradictory_backbone_is_refused_by_name(string name)
    {
        InputException error = Assert.Throws<InputException>(() => BackboneSpec.Parse(name));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
