using System.Globalization;
using System.Runtime.InteropServices;
using Angioboard.Core.Data.Augmentation;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Data.Augmentation;

public sealed class AugmentationsTests
{
    private static readonly Dictionary<string, Tensor> Golden = GoldenTensors.Read(GoldenFiles.Path("augment.safetensors"));

    // A noise picture of each size, rotated and scaled by torchvision.
    private const string TorchvisionScript = """
        import sys, numpy as np, torch, torchvision.transforms.functional as F
        torch.manual_seed(3); rng = np.random.RandomState(3)
        for i, (h, w) in enumerate([(224, 224), (33, 33), (64, 47), (224, 224)] * 4):
            image = torch.rand(1, h, w); degrees, scale = rng.uniform(-25, 25), rng.uniform(.8, 1.2)
            results = [image, F.rotate(image, degrees, fill=[0.]), F.affine(image, 0., [0, 0], scale, [0.], fill=[0.])]
            torch.cat(results).numpy().tofile(f'{sys.argv[1]}/{i}')
            print(i, h, w, repr(degrees), repr(scale))
        """;

    public static TheoryData<string> Names => [.. Golden.Keys.Where(name => !name.EndsWith("input", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Variations_equal_the_golden_ones(string name)
    {
        Tensor input = Golden[name.StartsWith("grey.", StringComparison.Ordinal) ? "grey.input" : "input"], expected = Golden[name];
        string[] words = name.Replace("grey.", "", StringComparison.Ordinal).Split(' ');
        using Tensor image = input.clone();

        Apply(words[0], words.Length > 1 ? double.Parse(words[1], CultureInfo.InvariantCulture) : 0, image);

        using Tensor difference = (image - expected).abs();
        double share = words[0] is "scale" or "rotate" ? 0.001 : 0;
        Assert.InRange(difference.gt(1e-6).sum().item<long>() / (double)image.numel(), 0, share);
    }

    [Fact]
    public void Any_rotation_and_scale_uses_the_pixels_that_torchvision_uses()
    {
        using TemporaryFolder folder = new();
        string[] cases = Python.Run(TorchvisionScript, folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        foreach (string line in cases)
        {
            double[] numbers = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            (int height, int width) = ((int)numbers[1], (int)numbers[2]);
            float[] file = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.File($"{numbers[0]}"))).ToArray();
            float[][] images = [.. file.Chunk(height * width)];
            float[] rotated = [.. images[0]], scaled = [.. images[0]];

            Augmentations.Rotate(new(rotated, 1, height, width), numbers[3]);
            Augmentations.Scale(new(scaled, 1, height, width), numbers[4]);

            Assert.InRange(rotated.Zip(images[1]).Count(pair => pair.First != pair.Second), 0, rotated.Length / 1000);
            Assert.InRange(scaled.Zip(images[2]).Count(pair => pair.First != pair.Second), 0, scaled.Length / 1000);
        }
        Assert.Equal(16, cases.Length);
    }

    private static void Apply(string operation, double value, Tensor image)
    {
        ImageSpan pixels = new(MemoryMarshal.Cast<byte, float>(image.bytes), (int)image.shape[0], (int)image.shape[1], (int)image.shape[2]);
        switch (operation)
        {
            case "hflip": Augmentations.FlipHorizontally(pixels); break;
            case "vflip": Augmentations.FlipVertically(pixels); break;
            case "scale": Augmentations.Scale(pixels, value); break;
            case "rotate": Augmentations.Rotate(pixels, value); break;
            case "brightness": Augmentations.Brightness(pixels, value); break;
            case "contrast": Augmentations.Contrast(pixels, value); break;
            default: throw new ArgumentException(operation);
        }
    }
}
