using System.Text.Json;
using Angioboard.Core.Formats;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.Tests.Formats;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void A_checkpoint_survives_a_round_trip()
    {
        string path = scratch.File("last.ckpt");
        Example().Write(path);

        using Checkpoint read = Checkpoint.Read(path);

        Assert.Equal((3, 5_000_000_000), (read.Epoch, read.GlobalStep));
        Assert.Equal(["backbone.cls_token", "classifier.bias", "scale"], read.StateDict.Keys);
        Assert.Equal([1f, 2], read.StateDict["classifier.bias"].data<float>().ToArray());
        Assert.Equal((ScalarType.Float64, 0), (read.StateDict["scale"].dtype, read.StateDict["scale"].dim()));
        Assert.Equal([0.1, 0.2, 0.3], read.Normalizer!.Mean);
        Assert.Equal([0.4, 0.5, 0.6], read.Normalizer.Std);
        Assert.Equal([("backbone", "vit_tiny"), ("dropout", 0.2), ("hidden_dim", 256L)],
            read.HyperParameters.Select(p => (p.Key, p.Value!)));
        PickleDictionary state = Assert.IsType<PickleDictionary>(read.Entries["angioboard"]);
        Assert.Equal([1e-4, null, true], Assert.IsType<List<object?>>(state["history"]));
        Assert.Equal([7, 8], Assert.IsType<Tensor>(state["rng"]).data<byte>().ToArray());
        Assert.Equal(["angioboard"], read.Entries.Keys);
    }

    [Fact]
    public void PyTorch_reads_our_checkpoints_with_and_without_weights_only()
    {
        Example().Write(scratch.File("last.ckpt"));

        string output = Python.RunIn(scratch.Path, """
            import torch, torchvision
            for only in (True, False):
                c = torch.load('last.ckpt', weights_only=only)
                n = torchvision.transforms.Normalize(**c['normalizer'])
                print(c['epoch'], c['global_step'], list(c['state_dict']), c['state_dict']['classifier.bias'].tolist(), n.mean.tolist(), n.std.tolist(),
                      c['hyper_parameters']['hidden_dim'], float(c['hyper_parameters']['dropout']))
            """);

        string expected =
            "3 5000000000 ['backbone.cls_token', 'classifier.bias', 'scale'] [1.0, 2.0] [0.1, 0.2, 0.3] [0.4, 0.5, 0.6] 256 0.2";
        Assert.Equal($"{expected}\n{expected}", output);
    }

    [Fact]
    public void Writing_what_was_read_gives_the_same_bytes()
    {
        Example().Write(scratch.File("1.ckpt"));

        using (Checkpoint read = Checkpoint.Read(scratch.File("1.ckpt"))) read.Write(scratch.File("2.ckpt"));

        Assert.Equal(File.ReadAllBytes(scratch.File("1.ckpt")), File.ReadAllBytes(scratch.File("2.ckpt")));
    }

    [Theory]
    [InlineData("start", 0, 0)]
    [InlineData("end", 4, 8)]
    public void Checkpoints_of_the_peer_open(string moment, int epoch, long step)
    {
        using JsonDocument normalizer = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Path("peer", "normalizer.json")));
        double[] mean = normalizer.RootElement.GetProperty("mean").Deserialize<double[]>()!;

        using Checkpoint read = Checkpoint.Read(GoldenFiles.Path("peer", moment, "last.ckpt"));

        Assert.Equal((epoch, step), (read.Epoch, read.GlobalStep));
        Assert.Equal(mean, read.Normalizer!.Mean);
        Assert.Equal("vit(img=32,patch=8,dim=48,depth=2,heads=3)", read.HyperParameters["backbone"]);
        Assert.Equal("backbone.cls_token", read.StateDict.Keys.First());
        Assert.Contains("optimizer_states", read.Entries.Keys);
    }

    [Fact]
    public void The_peers_last_weights_equal_its_safetensors()
    {
        SafetensorsFile expected = Safetensors.Read(GoldenFiles.Path("peer", "end", "model.safetensors"));

        using Checkpoint read = Checkpoint.Read(GoldenFiles.Path("peer", "end", "last.ckpt"));

        Assert.Equal(expected.Tensors.Keys.Order(), read.StateDict.Keys.Order());
        Assert.All(expected.Tensors, named => Assert.True(named.Value.equal(read.StateDict[named.Key]).all().item<bool>(), named.Key));
    }

    [Theory]
    [InlineData("{'mean': [0.5, 1], 'std': (0.25, 2)}")]
    [InlineData("{'mean': torch.tensor([0.5, 1]), 'std': numpy.array([0.25, 2])}")]
    [InlineData("{'mean': numpy.array([0.5, 1], dtype=numpy.float32), 'std': [numpy.float64(0.25), torch.tensor(2)]}")]
    [InlineData("torchvision.transforms.Normalize([0.5, 1], [0.25, 2])")]
    [InlineData("torchvision.transforms.Normalize(torch.tensor([[[0.5]], [[1]]]), numpy.array([0.25, 2]))")]
    public void Normalizers_in_any_usual_form_are_read(string normalizer)
    {
        Save($"{{'epoch': 1, 'global_step': 2, 'state_dict': {{'a': torch.ones(1)}}, 'normalizer': {normalizer}}}");

        using Checkpoint read = Checkpoint.Read(scratch.File("made.ckpt"));

        Assert.Equal([0.5, 1], read.Normalizer!.Mean);
        Assert.Equal([0.25, 2], read.Normalizer.Std);
    }

    [Theory]
    [InlineData("{'a': torch.ones(1), 'b': Attack()}", "None", "state_dict names posix.system")]
    [InlineData("Attack()", "None", "state_dict names posix.system")]
    [InlineData("{'a': torch.ones(1), 'b': [{1: argparse.Namespace()}]}", "None", "state_dict names argparse.Namespace")]
    [InlineData("{'a': torch.ones(1), 'b': torch.load}", "None", "state_dict names torch.serialization.load")]
    [InlineData("{'a': torch.ones(1)}", "Attack()", "normalizer names posix.system")]
    [InlineData("{'a': torch.ones(1)}", "{'mean': [0.5], 'std': [0.5], 'x': eval}", "normalizer names builtins.eval")]
    [InlineData("{'a': torch.ones(1)}", "{'mean': [0.5], 'std': [0]}", "normalizer lacks a finite mean")]
    [InlineData("{'a': torch.ones(1)}", "{'mean': [0.5, 0.5], 'std': [1]}", "normalizer lacks a finite mean")]
    [InlineData("{'a': torch.eye(2).to_sparse()}", "None", "state_dict holds a sparse, quantized or complex tensor")]
    [InlineData("{'a': 1}", "None", "state_dict holds no tensors")]
    public void Code_and_nonsense_in_place_of_weights_are_refused_and_nothing_runs(string stateDict, string normalizer, string problem)
    {
        Save($"{{'epoch': 1, 'global_step': 2, 'state_dict': {stateDict}, 'normalizer': {normalizer}}}");
        string path = scratch.File("made.ckpt");

        InputException refusal = Assert.Throws<InputException>(() => Checkpoint.Read(path));
        Assert.Throws<InputException>(() => WeightsFile.Read(path));

        Assert.StartsWith($"{path}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch.File("attacked")));
    }

    [Fact]
    public void Code_elsewhere_is_an_inert_record()
    {
        Save("{'epoch': 1, 'global_step': 2, 'state_dict': {'a': torch.ones(1)}, 'callbacks': Attack(), 'hyper_parameters': "
            + "argparse.Namespace(lr=0.1)}");

        using Checkpoint read = Checkpoint.Read(scratch.File("made.ckpt"));

        InertObject attack = Assert.IsType<InertObject>(read.Entries["callbacks"]);
        Assert.Equal(("posix.system", "touch attacked"), (attack.Type, attack.Arguments[0]));
        Assert.Equal(0.1, read.HyperParameters["lr"]);
        Assert.False(File.Exists(scratch.File("attacked")));
    }

    [Theory]
    [InlineData("{'a': torch.ones(1)}", "lacks state_dict")]
    [InlineData("[1]", "lacks state_dict")]
    [InlineData("{'state_dict': {'a': torch.ones(1)}, 'global_step': 1}", "its epoch is not")]
    [InlineData("{'state_dict': {'a': torch.ones(1)}, 'epoch': 1, 'global_step': -1}", "its global_step is not")]
    public void A_file_that_is_not_a_checkpoint_is_refused(string content, string problem)
    {
        Save(content);

        InputException refusal = Assert.Throws<InputException>(() => Checkpoint.Read(scratch.File("made.ckpt")));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_of_any_kind_is_reported_as_input()
    {
        byte[] whole = File.ReadAllBytes(GoldenFiles.Path("peer", "end", "last.ckpt"));
        int directory = whole.AsSpan().IndexOf("PK\x1\x2"u8);
        int[] structure = [.. Enumerable.Range(0, 14_000), .. Enumerable.Range(directory, whole.Length - directory)];

        Mutations.OnlyInputExceptions(whole, 200, scratch, path => Checkpoint.Read(path).Dispose(), structure);
    }

    [Fact]
    public void Disposing_frees_every_tensor_read()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        long detached = DisposeScopeManager.Statistics.DetachedFromScopeCount;

        Checkpoint read = Checkpoint.Read(GoldenFiles.Path("peer", "end", "last.ckpt"));
        Tensor first = read.StateDict.Values.First();
        read.Dispose();

        Assert.True(first.IsInvalid);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(DisposeScopeManager.Statistics.DetachedFromScopeCount > detached);
    }

    public void Dispose()
    {
        scope.Dispose();
        scratch.Dispose();
    }

    private static Checkpoint Example() => new()
    {
        Epoch = 3,
        GlobalStep = 5_000_000_000,
        StateDict = new OrderedDictionary<string, Tensor>
        {
            ["backbone.cls_token"] = zeros(1, 1, 4),
            ["classifier.bias"] = tensor(new float[] { 1, 2 }),
            ["scale"] = tensor(2.5),
        },
        Normalizer = new ChannelStatistics([0.1, 0.2, 0.3], [0.4, 0.5, 0.6]),
        HyperParameters = new OrderedDictionary<string, object?> { ["backbone"] = "vit_tiny", ["dropout"] = 0.2, ["hidden_dim"] = 256 },
        Entries = new OrderedDictionary<string, object?>
        {
            ["angioboard"] = new OrderedDictionary<string, object?>
            {
                ["history"] = new List<object?> { 1e-4, null, true },
                ["rng"] = tensor(new byte[] { 7, 8 }),
            },
        },
    };

    private void Save(string content) => Python.RunIn(scratch.Path, $$"""
        import argparse, os, numpy, torch
        {{(content.Contains("torchvision", StringComparison.Ordinal) ? "import torchvision" : "")}}
        class Attack:
            def __reduce__(self): return os.system, ('touch attacked',)
        torch.save({{content}}, 'made.ckpt')
        """);
}
