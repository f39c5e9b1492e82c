using Angioboard.Core.Formats;
using Angioboard.Core.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models.Weights;

public sealed class WeightsFileTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData("weights", "weights.pth")]
    [InlineData("{'model': weights, 'optimizer': {}, 'epoch': 3, 'args': argparse.Namespace(lr=1)}", "mae.pth")]
    [InlineData("{'state_dict': weights, 'arch': 'vit'}", "pytorch_model.bin")]
    [InlineData("{'model_state_dict': weights, 'optimizer_state_dict': {'state': {}}}", "checkpoint.pt")]
    [InlineData("{'net': weights, 'epoch': 3}", "checkpoint.tar")]
    [InlineData("{'encoder': weights, 'epoch': 3}", "ijepa.pth")]
    [InlineData("{'model': {'state_dict': weights}}", "nested.pth")]
    [InlineData("{'model': {'name': 'vit'}, 'net': weights}", "described.pth")]
    [InlineData("{'state_dict': weights, 'state_dict_ema': None}", "without-ema.pth")]
    [InlineData("{'state_dict': weights, 'teacher': other}", "distilled.pth")]
    public void Tensors_are_found_at_the_top_level_and_in_the_usual_dictionaries(string content, string name)
    {
        Python.RunIn(scratch.Path, $"""
            import argparse, collections, torch
            other = dict(c=torch.ones(1))
            weights = collections.OrderedDict(b=torch.ones(2), a=torch.nn.Parameter(torch.zeros(3)))
            torch.save({content}, '{name}')
            """);

        using WeightsFile read = WeightsFile.Read(scratch.File(name));

        Assert.Equal(["b", "a"], read.Tensors.Keys);
        Assert.Null(read.Normalizer);
    }

    [Theory]
    [InlineData("{'state_dict': raw, 'state_dict_ema': ema}", "state_dict_ema")]
    [InlineData("{'model': raw, 'model_ema': ema}", "model_ema")]
    [InlineData("{'model': raw, 'ema': {'module': ema, 'decay': 0.999}}", "ema.module")]
    [InlineData("{'student': raw, 'teacher': ema}", "teacher")]
    public void Averaged_weights_are_the_default_and_raw_ones_taken_on_request(string content, string nest)
    {
        Python.RunIn(scratch.Path,
            $"import torch; raw, ema = dict(a=torch.zeros(2)), dict(a=torch.ones(2)); torch.save({content}, 'both.pth')");

        using WeightsFile averaged = WeightsFile.Read(scratch.File("both.pth")),
            raw = WeightsFile.Read(scratch.File("both.pth"), WeightsChoice.Raw);

        Assert.Equal((1, nest), (averaged.Tensors["a"][0].item<float>(), averaged.Averaged));
        Assert.Equal((0, null), (raw.Tensors["a"][0].item<float>(), raw.Averaged));
    }

    [Fact]
    public void Raw_weights_cannot_be_read_from_a_file_of_averaged_ones()
    {
        Python.RunIn(scratch.Path, "import torch; torch.save({'teacher': {'a': torch.ones(2)}}, 'ema.pth')");

        InputException refusal = Assert.Throws<InputException>(() => WeightsFile.Read(scratch.File("ema.pth"), WeightsChoice.Raw));

        Assert.EndsWith("has only averaged weights (teacher); leave out --weights raw", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("renamed.pth")]
    public void Safetensors_are_recognised_by_their_content(string name)
    {
        Safetensors.Write(scratch.File(name), new OrderedDictionary<string, Tensor> { ["a"] = ones(2) });

        using WeightsFile read = WeightsFile.Read(scratch.File(name));

        Assert.Equal(["a"], read.Tensors.Keys);
    }

    [Fact]
    public void A_checkpoint_gives_its_normalizer_and_hyper_parameters()
    {
        using WeightsFile read = WeightsFile.Read(GoldenFiles.Path("peer", "end", "last.ckpt"));

        Assert.Equal(3, read.Normalizer!.Mean.Length);
        Assert.Equal(24L, read.HyperParameters["hidden_dim"]);
    }

    [Theory]
    [InlineData("torch.nn.Linear(2, 2)", "holds a pickled torch.nn.modules.linear.Linear")]
    [InlineData("{'model': torch.nn.Linear(2, 2)}", "model names torch.nn.modules.linear.Linear")]
    [InlineData("{'model': {'a': torch.ones(1)}, 'ema': torch.nn.Linear(2, 2)}",
        "its averaged weights (ema) are a pickled torch.nn.modules.linear.Linear, which is code; take the raw ones by --weights raw")]
    [InlineData("{'epoch': 3, 'teacher': {}}", "but epoch, teacher")]
    [InlineData("[torch.ones(1)]", "holds no dictionary of tensors")]
    public void A_file_without_weights_is_refused(string content, string problem)
    {
        Python.RunIn(scratch.Path, $"import torch; torch.save({content}, 'other.pth')");

        InputException refusal = Assert.Throws<InputException>(() => WeightsFile.Read(scratch.File("other.pth")));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_with_its_path()
    {
        InputException refusal = Assert.Throws<InputException>(() => WeightsFile.Read(scratch.File("missing.pth")));

        Assert.Equal($"{scratch.File("missing.pth")}: there is no such file; check the path", refusal.Message);
    }

    public void Dispose()
    {
        scope.Dispose();
        scratch.Dispose();
    }
}
