using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Data.Transforms;

public sealed class ModelTransformsTests
{
    private static readonly Gen<GrayFrame> Frames =
        from width in Gen.Int[1, 150]
        from height in Gen.Int[1, 150]
        from pixels in Gen.Byte.Array[width * height]
        select new GrayFrame(width, height, pixels);

    private static readonly Gen<(GrayFrame[] Frames, int Size)> Exams = Gen.Select(Frames.Array[1, 3], Gen.Int[1, 100]);

    [Theory]
    [InlineData("5_R", "5_R", 2, FrameSpan.Last)]
    [InlineData("5_R.max2uniform", "5_R", 2, FrameSpan.Uniform)]
    [InlineData("2_L.max2", "2_L", 2, FrameSpan.Uniform)]
    public void Exam_tensors_equal_the_golden_ones(string name, string exam, int maxFrames, FrameSpan span)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor golden = GoldenTensors.Read(GoldenFiles.Path("transforms.safetensors"))[name];
        IReadOnlyList<string> files = GoldenExams.Of(GoldenFiles.Path("exams", "Train", "Train", exam), null).Frames;
        int[] selected = FrameSelection.Select(files.Count, maxFrames, span);
        GrayFrame[] frames = [.. selected.Select(i => FrameDecoder.Decode(files[i], Modality.FA, 50))];

        Tensor transformed = ModelTransforms.Transform(frames, 224);

        Assert.Equal(golden.shape, transformed.shape);
        Assert.InRange((golden - transformed).abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Frames_of_any_sizes_equal_padding_and_interpolation_by_torch() => Exams.Sample((frames, size) =>
    {
        using DisposeScope scope = NewDisposeScope();

        Tensor transformed = ModelTransforms.Transform(frames, size);

        Assert.InRange((ByTorch(frames, size) - transformed).abs().max().item<float>(), 0, 2e-6f);
    }, iter: 200);

    private static Tensor ByTorch(GrayFrame[] frames, int size)
    {
        int height = frames.Max(frame => frame.Height), width = frames.Max(frame => frame.Width), side = Math.Max(height, width);
        (int left, int top) = ((side - width) / 2, (side - height) / 2);
        Tensor canvases = stack(frames.Select(frame =>
        {
            Tensor pixels = tensor(frame.Pixels, 1, frame.Height, frame.Width).to_type(ScalarType.Float32) / 255;
            return nn.functional.pad(pixels, [left, side - left - frame.Width, top, side - top - frame.Height]);
        }));
        return nn.functional.interpolate(canvases, [size, size], mode: InterpolationMode.Bicubic, align_corners: false, antialias: true);
    }
}
