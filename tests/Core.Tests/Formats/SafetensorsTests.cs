using System.Buffers.Binary;
using System.Text;
using Angioboard.Core.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Formats;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void Every_element_type_survives_a_round_trip_with_order_and_metadata()
    {
        Tensor numbers = tensor(new double[] { -2, -1, 0, 1, 2, 3 }).view(2, 3);
        OrderedDictionary<string, Tensor> written = [];
        ScalarType[] types =
        [
            ScalarType.Bool, ScalarType.Int64, ScalarType.Int8, ScalarType.Float16, ScalarType.Float64, ScalarType.BFloat16,
            ScalarType.Int16,
            ScalarType.Float32, ScalarType.Int32,
        ];
        foreach (ScalarType type in types) written[$"{type}"] = numbers.to(type);
        written["bytes"] = numbers.abs().to(ScalarType.Byte);
        written["transposed"] = numbers.t();
        written["scalar"] = tensor(1.5f);
        written["empty"] = zeros(0, 3);
        written["\"quoted\" ü"] = ones(1);
        string path = scratch.File("all.safetensors");

        Safetensors.Write(path, written, new Dictionary<string, string> { ["made by"] = "test" });
        SafetensorsFile read = Safetensors.Read(path);

        Assert.Equal(written.Keys, read.Tensors.Keys);
        Assert.Equal("test", read.Metadata["made by"]);
        foreach ((string name, Tensor expected) in written)
        {
            Assert.Equal(expected.dtype, read.Tensors[name].dtype);
            Assert.Equal(expected.shape, read.Tensors[name].shape);
            Assert.True(expected.equal(read.Tensors[name]).all().item<bool>(), name);
        }
    }

    [Fact]
    public void Equal_content_gives_equal_bytes()
    {
        OrderedDictionary<string, Tensor> tensors = new() { ["a"] = arange(5), ["b"] = ones(2, 2) };

        Safetensors.Write(scratch.File("1"), tensors);
        Safetensors.Write(scratch.File("2"), tensors);

        Assert.Equal(File.ReadAllBytes(scratch.File("1")), File.ReadAllBytes(scratch.File("2")));
    }

    [Fact]
    public void Golden_files_read_as_Python_wrote_them()
    {
        SafetensorsFile golden = Safetensors.Read(GoldenFiles.Path("vit_micro_weights.safetensors"));

        Assert.Equal([1L, 1, 48], golden.Tensors["cls_token"].shape);
        Assert.All(golden.Tensors.Values, tensor => Assert.Equal(ScalarType.Float32, tensor.dtype));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", 8,
        "names a twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12,
        "tensor b: its data overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "tensor a: its data leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "accounts for 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", 8, "tensor a: its data ends at byte 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "tensor a: its data_offsets do not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "tensor a: its data_offsets do not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "tensor a: its header entry")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,8]}}""", 8,
        "tensor a: its data_offsets do not fit")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2, "tensor a: the element type F8_E4M3")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,2]}}""", 2, "tensor a: its header entry")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__ is not an object of strings")]
    [InlineData("[1]", 0, "not a JSON object")]
    [InlineData("{nonsense", 0, "is not JSON")]
    public void A_false_header_is_refused_with_file_and_tensor(string header, int dataLength, string problem)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        string path = scratch.File("lies.safetensors", file);

        InputException refusal = Assert.Throws<InputException>(() => Safetensors.Read(path));

        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(ulong.MaxValue, 0)]
    [InlineData(1UL << 40, 100)]
    [InlineData(101UL, 100)]
    public void A_header_length_beyond_the_file_is_refused(ulong length, int rest)
    {
        byte[] file = new byte[8 + rest];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        string path = scratch.File("long.safetensors", file);

        Assert.Throws<InputException>(() => Safetensors.Read(path));
    }

    [Fact]
    public void Damage_of_any_kind_is_reported_as_input() =>
        Mutations.OnlyInputExceptions(
            File.ReadAllBytes(GoldenFiles.Path("vit_micro_weights.safetensors"))[..], 300, scratch, path => Safetensors.Read(path));

    public void Dispose()
    {
        scope.Dispose();
        scratch.Dispose();
    }
}
