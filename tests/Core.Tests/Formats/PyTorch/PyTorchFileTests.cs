using System.Numerics;
using Angioboard.Core.Formats;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Formats.PyTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Formats.PyTorch;

public sealed class PyTorchFileTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Objects_of_real_checkpoints_are_read_as_inert_records(int protocol)
    {
        Python.RunIn(scratch.Path, $$"""
            import argparse, collections, functools, pathlib, sys, types
            import numpy, torch, torchvision
            lightning = types.ModuleType('lightning.fabric.utilities.data')
            class AttributeDict(dict): pass
            AttributeDict.__module__ = lightning.__name__
            AttributeDict.__qualname__ = 'AttributeDict'
            lightning.AttributeDict = AttributeDict
            sys.modules.update({'lightning': lightning, 'lightning.fabric': lightning, 'lightning.fabric.utilities': lightning, lightning.__name__: lightning})
            cycle = [1]; cycle.append(cycle)
            torch.save({
                'namespace': argparse.Namespace(lr=0.1, layers=[1, 2]), 'path': pathlib.PosixPath('/a/b'),
                'float64': numpy.float64(1.5), 'int64': numpy.int64(-7), 'bool_': numpy.bool_(True), 'array': numpy.arange(3),
                'partial': functools.partial(torch.optim.AdamW, lr=0.1), 'class': torch.optim.AdamW,
                'loss': torch.nn.CrossEntropyLoss(weight=torch.ones(2)), 'optimizer': torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.5),
                'hparams': AttributeDict(hidden=24), 'normalize': torchvision.transforms.Normalize([0.5], [0.25]),
                'defaultdict': collections.defaultdict(list, {'a': [1]}), 'set': {1}, 'frozenset': frozenset([2]), 'bytes': b'\x00\xff', 'nobytes': b'',
                'size': torch.Size([1, 2]), 'device': torch.device('cuda', 1), 'dtype': torch.float32, 'complex': 1 + 2j, 'big': 2 ** 80, 'long': -2 ** 40,
                'float': 0.1, 'none': None, 'tuple': (True, 'ü', ()), 3: 'int key', 'storage': torch.ones(3).storage(), 'cycle': cycle,
                'ordered': collections.OrderedDict([('b', 1), ('a', 2)]), 'sparse': torch.eye(2).to_sparse(), 'complex tensor': torch.ones(1, dtype=torch.complex64),
            }, 'objects.pt', pickle_protocol={{protocol}})
            """);

        PickleDictionary read = Assert.IsType<PickleDictionary>(PyTorchFile.Read(scratch.File("objects.pt")));

        InertObject space = Inert(read["namespace"], "argparse.Namespace");
        Assert.Equal(0.1, Assert.IsType<PickleDictionary>(space.State)["lr"]);
        Assert.Equal(["/", "a", "b"], Inert(read["path"], "pathlib.PosixPath").Arguments);
        Assert.Equal((1.5, -7L, true), (read["float64"], read["int64"], read["bool_"]));
        Assert.Equal([0L, 1L, 2L], NumpyValues.Elements(read["array"])!);
        Assert.Equal(new InertName("torch.optim.adamw.AdamW"), Assert.Single(Inert(read["partial"], "functools.partial").Arguments));
        Assert.Equal(new InertName("torch.optim.adamw.AdamW"), read["class"]);
        Inert(read["loss"], "torch.nn.modules.loss.CrossEntropyLoss");
        Inert(read["optimizer"], "torch.optim.sgd.SGD");
        Assert.Equal(24L, Inert(read["hparams"], "lightning.fabric.utilities.data.AttributeDict").Members["hidden"]);
        Inert(read["normalize"], "torchvision.transforms.transforms.Normalize");
        Assert.Equal([1L], Assert.IsType<List<object?>>(Assert.IsType<PickleDictionary>(read["defaultdict"])["a"]));
        Inert(read["set"], "builtins.set");
        Inert(read["frozenset"], "builtins.frozenset");
        Assert.Equal([0, 0xff], Assert.IsType<byte[]>(read["bytes"]));
        Assert.Empty(Assert.IsType<byte[]>(read["nobytes"]));
        Assert.Equal([1L, 2L], Assert.IsType<object?[]>(read["size"]));
        Assert.Equal("cuda:1", read["device"]);
        Assert.Equal(new InertName("torch.float32"), read["dtype"]);
        Assert.Equal([BigInteger.Pow(2, 80), -(1L << 40), 0.1, null], new[] { read["big"], read["long"], read["float"], read["none"] });
        Assert.Equal([true, "ü", Array.Empty<object?>()], Assert.IsType<object?[]>(read["tuple"]));
        Assert.Equal("int key", read[3L]);
        List<object?> cycle = Assert.IsType<List<object?>>(read["cycle"]);
        Assert.Same(cycle, cycle[1]);
        Assert.Equal(["b", "a"], Assert.IsType<PickleDictionary>(read["ordered"]).Keys);
        Assert.IsType<InertObject>(read["sparse"]);
        Assert.IsType<InertObject>(read["complex tensor"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tensors_keep_types_strides_offsets_and_shared_storage(bool zip)
    {
        Python.RunIn(scratch.Path, $$"""
            import torch
            base = torch.arange(24.)
            tensors = {str(t): torch.tensor([0, 1, 3]).to(t) for t in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64,
                torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)}
            tensors |= {'base': base, 'part': base[4:16].view(3, 4), 'turned': base.view(4, 6).t(), 'scalar': torch.tensor(2.5), 'empty': torch.zeros(0, 3),
                'expanded': torch.ones(1).expand(2, 3), 'parameter': torch.nn.Parameter(torch.ones(2))}
            tensors['attributed'] = torch.ones(2); tensors['attributed'].note = 'x'
            torch.save(tensors, 'tensors.pt', _use_new_zipfile_serialization={{(zip ? "True" : "False")}})
            """);

        PickleDictionary read = Assert.IsType<PickleDictionary>(PyTorchFile.Read(scratch.File("tensors.pt")));

        foreach (ElementType type in ElementType.All)
        {
            Tensor tensor = Assert.IsType<Tensor>(read[$"torch.{type.DType}"]);
            Assert.Equal(type.Scalar, tensor.dtype);
            Assert.Equal(type.DType == "bool" ? [0f, 1, 1] : [0f, 1, 3], tensor.to(ScalarType.Float32).data<float>().ToArray());
        }
        Tensor whole = (Tensor)read["base"]!, part = (Tensor)read["part"]!, turned = (Tensor)read["turned"]!;
        Assert.True(part.equal(arange(4, 16, ScalarType.Float32).view(3, 4)).all().item<bool>());
        Assert.Equal([1L, 6], turned.stride());
        whole[5] = -1;
        Assert.Equal(-1, part[0, 1].item<float>());
        Assert.Equal(2.5f, ((Tensor)read["scalar"]!).item<float>());
        Assert.Equal([0L, 3], ((Tensor)read["empty"]!).shape);
        Assert.Equal([2L, 3], ((Tensor)read["expanded"]!).shape);
        Assert.Equal([2L], ((Tensor)read["parameter"]!).shape);
        Assert.Equal([2L], ((Tensor)read["attributed"]!).shape);
    }

    [Fact]
    public void Reading_leaves_only_the_tensors_it_returns()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        string path = GoldenFiles.Path("peer", "end", "last.ckpt");

        List<Tensor> tensors = PickleGraph.Tensors(PyTorchFile.Read(path));

        Assert.NotEmpty(tensors);
        Assert.Equal(tensors.Count, DisposeScopeManager.Statistics.ThreadTotalLiveCount - before);
    }

    [Fact]
    public void PyTorch_reads_what_was_written_with_and_without_weights_only()
    {
        Tensor shared = arange(6).view(2, 3);
        OrderedDictionary<string, object?> root = new()
        {
            ["state_dict"] =
                new OrderedDictionary<string, Tensor> { ["b"] = shared.t(), ["a"] = ones(2, ScalarType.BFloat16), ["s"] = tensor(2.5) },
            ["again"] = new List<object?> { shared, shared },
            ["values"] = new object?[] { 0.1, 1, -5_000_000_000, true, null, "ü", Array.Empty<object?>() },
            ["keys"] = new OrderedDictionary<object, object?> { [0L] = "zero", ["x"] = new OrderedDictionary<string, object?>() },
            ["types"] = ElementType.All.Select(type => (object?)ones([2], type.Scalar)).ToList(),
        };

        PyTorchFile.Write(scratch.File("ours.ckpt"), root);
        string output = Python.RunIn(scratch.Path, """
            import collections, torch, zipfile
            assert zipfile.ZipFile('ours.ckpt').testzip() is None
            for only in (True, False):
                c = torch.load('ours.ckpt', weights_only=only)
                assert list(c) == ['state_dict', 'again', 'values', 'keys', 'types'], list(c)
                assert type(c['state_dict']) is collections.OrderedDict and list(c['state_dict']) == ['b', 'a', 's']
                assert torch.equal(c['state_dict']['b'], torch.arange(6).view(2, 3).t())
                assert c['state_dict']['a'].dtype == torch.bfloat16 and c['state_dict']['a'].tolist() == [1, 1]
                assert c['state_dict']['s'].dtype == torch.float64 and c['state_dict']['s'] == 2.5
                assert c['again'][0].data_ptr() == c['again'][1].data_ptr()
                v = c['values']
                assert type(v) is tuple and v[0].item() == 0.1 and v[1:] == (1, -5000000000, True, None, 'ü', ()), v
                assert c['keys'] == {0: 'zero', 'x': {}}
                print([str(t.dtype)[6:] for t in c['types']])
            """);

        string types = $"[{string.Join(", ", ElementType.All.Select(type => $"'{type.DType}'"))}]";
        Assert.Equal($"{types}\n{types}", output);
    }

    [Fact]
    public void Equal_content_gives_equal_bytes()
    {
        OrderedDictionary<string, object?> root = new() { ["a"] = arange(5), ["b"] = new List<object?> { 0.5, ones(3) } };

        PyTorchFile.Write(scratch.File("1"), root);
        PyTorchFile.Write(scratch.File("2"), root);

        Assert.Equal(File.ReadAllBytes(scratch.File("1")), File.ReadAllBytes(scratch.File("2")));
    }

    public void Dispose()
    {
        scope.Dispose();
        scratch.Dispose();
    }

    private static InertObject Inert(object? value, string type)
    {
        InertObject instance = Assert.IsType<InertObject>(value);
        Assert.Equal(type, instance.Type);
        return instance;
    }
}
