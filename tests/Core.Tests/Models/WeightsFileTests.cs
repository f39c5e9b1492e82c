using Angioboard.Core.Formats;
using Angioboard.Core.Models;
using Angioboard.Core.Tests.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

public sealed class WeightsFileTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData("weights", "weights.pth")]
    [InlineData("{'model': weights, 'optimizer': {}, 'epoch': 3, 'args': argparse.Namespace(lr=1)}", "mae.pth")]
    [InlineData("{'state_dict': weights, 'arch': 'vit'}", "pytorch_model.bin")]
    public void Tensors_are_found_at_the_top_and_in_their_usual_nests(string content, string name)
    {
        Python.RunIn(scratch.Path, $"""
            import argparse, collections, torch
            weights = collections.OrderedDict(b=torch.ones(2), a=torch.nn.Parameter(torch.zeros(3)))
            torch.save({content}, '{name}')
            """);

        using WeightsFile read = WeightsFile.Read(scratch.File(name));

        Assert.Equal(["b", "a"], read.Tensors.Keys);
        Assert.Null(read.Normalizer);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("renamed.pth")]
    public void Safetensors_are_known_by_their_content(string name)
    {
        Safetensors.Write(scratch.File(name), new OrderedDictionary<string, Tensor> { ["a"] = ones(2) });

        using WeightsFile read = WeightsFile.Read(scratch.File(name));

        Assert.Equal(["a"], read.Tensors.Keys);
    }

    [Fact]
    public void A_checkpoint_tells_its_normalizer_and_hyper_parameters()
    {
        using WeightsFile read = WeightsFile.Read(GoldenFiles.Path("peer", "end", "last.ckpt"));

        Assert.Equal(3, read.Normalizer!.Mean.Length);
        Assert.Equal(24L, read.HyperParameters["hidden_dim"]);
    }

    [Theory]
    [InlineData("torch.nn.Linear(2, 2)", "holds a pickled torch.nn.modules.linear.Linear")]
    [InlineData("{'model': torch.nn.Linear(2, 2)}", "model names torch.nn.modules.linear.Linear")]
    [InlineData("{'epoch': 3, 'teacher': {}}", "but epoch, teacher")]
    [InlineData("[torch.ones(1)]", "holds no dictionary of tensors")]
    public void A_file_without_weights_is_refused(string content, string problem)
    {
        Python.RunIn(scratch.Path, $"import torch; torch.save({content}, 'other.pth')");

        InputException refusal = Assert.Throws<InputException>(() => WeightsFile.Read(scratch.File("other.pth")));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
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
