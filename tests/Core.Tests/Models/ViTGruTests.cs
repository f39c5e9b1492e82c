using Angioboard.Core.Models;
using Angioboard.Core.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

public sealed class ViTGruTests
{
    private static readonly ChannelStatistics Imagenet = ChannelStatistics.Of(NormalizerKind.Imagenet)!;
    private static readonly long[] Lengths = [5, 2, 3];

    public static TheoryData<string, int, bool> Variants { get; } = new() { { "uni", 1, false }, { "bi", 1, true }, { "deep", 2, false } };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Logits_loss_gradients_and_ten_AdamW_steps_are_PyTorch_s(string variant, int layers, bool bidirectional)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> golden = GoldenTensors.Read(GoldenFiles.Path("vitgru.safetensors"));
        using ViTGru model = Model(layers, bidirectional);
        Tensor frames = RealFrames(golden[$"{variant}.images"]);
        Tensor targets = tensor(new long[] { 0, 2, 4 }), weights = tensor(new float[] { .5f, 1, .25f, 2, 1.25f });
        using AdamW optimizer = AdamW.Of([.. model.parameters()], weightDecay: 0.01);
        model.train();

        List<double> losses = [];
        for (int step = 0; step < 10; step++)
        {
            Tensor logits = model.forward(frames, Lengths);
            Tensor loss = nn.functional.cross_entropy(logits, targets, weights);
            loss.backward();
            losses.Add(loss.ToDouble());
            if (step == 0)
            {
                AssertTensors.Close(golden[$"{variant}.logits"], logits, 1e-5);
                AssertTensors.Close(golden[$"{variant}.softmax"], nn.functional.softmax(logits, 1), 1e-5);
                AssertTensors.Close(golden[$"{variant}.loss"], loss.reshape(1), 1e-5);
                foreach (string name in new[] { "backbone.patch_embed.proj.weight", "gru.weight_ih_l0" })
                    AssertTensors.Close(golden[$"{variant}.grad.{name}"], model.get_parameter(name)!.grad!, 1e-5);
            }
            optimizer.Step(lr: 1e-3, scale: 1);
        }

        AssertTensors.Close(golden[$"{variant}.trajectory"], tensor(losses.ToArray()), 1e-4);
        AssertTensors.Close(golden[$"{variant}.final.classifier.weight"], model.get_parameter("classifier.weight")!, 1e-4);
    }

    [Fact]
    public void An_exam_s_logits_do_not_depend_on_what_else_is_in_the_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        using ViTGru model = Model(1, false);
        Tensor frames = RealFrames(GoldenTensors.Read(GoldenFiles.Path("vitgru.safetensors"))["uni.images"]);
        model.eval();

        Tensor together = model.forward(frames, Lengths), alone = model.forward(frames.narrow(0, 5, 2), [2]);

        AssertTensors.Close(together.narrow(0, 1, 1), alone, 1e-5);
    }

    [Fact]
    public void One_grey_channel_is_three_equal_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        using ViTGru model = Model(1, false);
        Tensor grey = rand(4, 1, 32, 32);
        model.eval();

        Tensor one = model.forward(grey, [1, 3]), three = model.forward(grey.expand(-1, 3, -1, -1), [1, 3]);

        AssertTensors.Close(three, one, 1e-6);
    }

    [Fact]
    public void Position_embeddings_of_the_right_size_are_unchanged()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor embedding = rand(1, 17, 8);

        Tensor same = PositionEmbedding.Resample(embedding, 4, "weights"), larger = PositionEmbedding.Resample(embedding, 6, "weights");

        AssertTensors.Close(embedding, same, 1e-6);
        Assert.Equal([1, 37, 8], larger.shape);
        AssertTensors.Close(embedding.narrow(1, 0, 1), larger.narrow(1, 0, 1), 0);
    }

    private static ViTGru Model(int layers, bool bidirectional)
    {
        ViTGruSpec spec = new(BackboneSpec.Parse("vit(img=32,patch=8,dim=48,depth=2,heads=3)"), HiddenDim: 24, NumLayers: layers,
            Bidirectional: bidirectional, Dropout: 0);
        ViTGru model = new(spec, Imagenet);
        FormulaWeights.Fill(model);
        return model;
    }

    // (3, 5, 3, 32, 32) padded in time → the real frames one exam after another.
    private static Tensor RealFrames(Tensor padded) => cat([.. Lengths.Select((length, exam) => padded[exam].narrow(0, 0, length))], 0);
}
