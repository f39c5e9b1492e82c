using Angioboard.Core.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

public sealed class PrecisionTests
{
    private static readonly ViTGruSpec Spec =
        new(BackboneSpec.Parse("vit(img=32,patch=8,dim=48,depth=2,heads=3)"), HiddenDim: 32, Dropout: 0);
    private static readonly long[] Lengths = [4, 2];

    [Theory]
    [InlineData(Pool.Token)]
    [InlineData(Pool.Avg)]
    public void Bfloat16_is_close_to_float32_but_not_equal(Pool pool)
    {
        using DisposeScope scope = NewDisposeScope();
        using ViTGru full = Model(Precision.Fp32, pool), half = Model(Precision.Bf16, pool);
        half.load_state_dict(full.state_dict());
        Tensor frames = Frames();
        full.eval();
        half.eval();

        Tensor expected = full.Embed(frames), actual = half.Embed(frames);

        double apart = (expected - actual).abs().max().ToDouble();
        Assert.InRange(apart, 1e-6, 0.05 * expected.abs().max().ToDouble());
        Assert.Equal(ScalarType.Float32, actual.dtype);
        Assert.Equal(ScalarType.Float32, half.forward(frames, Lengths).dtype);
    }

    [Fact]
    public void Weights_and_their_gradients_stay_float32()
    {
        using DisposeScope scope = NewDisposeScope();
        using ViTGru full = Model(Precision.Fp32), half = Model(Precision.Bf16);
        half.load_state_dict(full.state_dict());
        Tensor frames = Frames(), targets = tensor(new long[] { 1, 3 });

        foreach (ViTGru model in new[] { full, half }) nn.functional.cross_entropy(model.forward(frames, Lengths), targets).backward();

        foreach (((string name, Parameter weight), (_, Parameter reference)) in half.named_parameters().Zip(full.named_parameters()))
        {
            Assert.Equal((ScalarType.Float32, ScalarType.Float32), (weight.dtype, weight.grad!.dtype));
            double cosine = nn.functional.cosine_similarity(weight.grad.flatten(), reference.grad!.flatten(), 0).ToDouble();
            Assert.True(cosine > 0.98 || reference.grad.abs().max().ToDouble() < 1e-6, $"{name}: the gradients' cosine is {cosine}");
        }
    }

    private static ViTGru Model(Precision precision, Pool pool = Pool.Token)
    {
        random.manual_seed(3);
        return new ViTGru(Spec with { Pool = pool }, ChannelStatistics.Grey(0.4, 0.3), precision);
    }

    private static Tensor Frames()
    {
        using Generator generator = new(5, CPU);
        return rand(6, 1, 32, 32, generator: generator);
    }
}
