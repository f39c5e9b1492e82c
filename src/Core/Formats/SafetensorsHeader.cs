using System.Buffers.Binary;
using System.Text.Json;
using Angioboard.Core.Files;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>The JSON header of a safetensors file. Nothing in it is trusted until it has been checked against the file's length.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    private const long MaxBytes = 100_000_000;
    /// <summary>PyTorch's limit of dimensions for iteration.</summary>
    private const int MaxDimensions = 64;
    /// <summary>Far more than any model has; each takes half a kilobyte.</summary>
    private const int MaxTensors = 1 << 18;
    private const string MetadataName = "__metadata__";

    public required IReadOnlyList<SafetensorsEntry> Entries { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Offset of the data in the file.</summary>
    public required long DataStart { get; init; }

    /// <summary>Whether a file's first bytes are the length of a header and its first character.</summary>
    public static bool Starts(ReadOnlySpan<byte> bytes) => bytes is [_, _, _, _, _, 0, 0, 0, (byte)'{', ..];

    public static SafetensorsHeader Read(FileStream stream, string path)
    {
        long fileLength = stream.Length;
        ReadOnlySpan<byte> first = ForeignFile.Start(stream);
        if (!Starts(first) && ForeignFile.Describe(first, fileLength) is { } foreign) throw new InputException($"{path}: {foreign}");
        if (fileLength < 8) throw DamagedFile.Report(path, $"has {fileLength} bytes, too few for a safetensors file");
        byte[] start = new byte[8];
        stream.ReadExactly(start);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > (ulong)(fileLength - 8))
            throw DamagedFile.Report(path, Starts(first)
                ? $"is cut short: its header has {length} bytes, the file {fileLength}"
                : $"claims a header of {length} bytes in a file of {fileLength}");
        if (length > MaxBytes) throw DamagedFile.Report(path, $"claims a header of {length} bytes; safetensors allows {MaxBytes}");

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        long dataLength = fileLength - 8 - json.Length;
        (List<SafetensorsEntry> entries, Dictionary<string, string> metadata) = Parse(json, path);
        RequireExactCover(entries, dataLength, path);
        return new SafetensorsHeader { Entries = entries, Metadata = metadata, DataStart = 8 + json.Length };
    }

    /// <summary>A header in the order of <paramref name="tensors"/> for data that lies in the order of <paramref name="layout"/>.</summary>
    public static byte[] Format(
        IReadOnlyDictionary<string, Tensor> tensors, IEnumerable<string> layout, IReadOnlyDictionary<string, string>? metadata)
    {
        Dictionary<string, long> begins = [];
        long end = 0;
        foreach (string name in layout)
        {
            begins[name] = end;
            end += tensors[name].numel() * ElementType.Of(tensors[name]).Bytes;
        }

        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataName);
                foreach ((string name, string value) in metadata) json.WriteString(name, value);
                json.WriteEndObject();
            }
            foreach ((string name, Tensor tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", ElementType.Of(tensor).Safetensors);
                WriteNumbers(json, "shape", tensor.shape);
                WriteNumbers(json, "data_offsets", [begins[name], begins[name] + tensor.numel() * ElementType.Of(tensor).Bytes]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static (List<SafetensorsEntry>, Dictionary<string, string>) Parse(byte[] json, string path)
    {
        try
        {
            JsonText.Require(json);
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw DamagedFile.Report(path, "its header is not a JSON object");

            List<SafetensorsEntry> entries = [];
            Dictionary<string, string> metadata = [];
            HashSet<string> names = [];
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (names.Count > MaxTensors) throw DamagedFile.Report(path, $"its header names more than {MaxTensors} tensors");
                if (!names.Add(property.Name)) throw DamagedFile.Report(path, $"its header names {property.Name} twice");
                if (property.Name != MetadataName) entries.Add(ParseEntry(property, path));
                else metadata = ParseMetadata(property.Value, path);
            }
            return (entries, metadata);
        }
        catch (JsonException e)
        {
            throw DamagedFile.Report(path, "its safetensors header is not JSON", e);
        }
    }

    private static Dictionary<string, string> ParseMetadata(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String))
            throw DamagedFile.Report(path, $"its {MetadataName} is not an object of strings");
        Dictionary<string, string> metadata = [];
        foreach (JsonProperty property in value.EnumerateObject()) metadata[property.Name] = property.Value.GetString()!;
        return metadata;
    }

    private static SafetensorsEntry ParseEntry(JsonProperty property, string path)
    {
        string name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out JsonElement shapeJson) || Numbers(shapeJson) is not { } shape
            || !property.Value.TryGetProperty("data_offsets", out JsonElement offsetsJson)
            || Numbers(offsetsJson) is not [long begin, long end])
            throw DamagedFile.Report(path, $"tensor {name}: its header entry lacks a dtype, shape or data_offsets of whole numbers from 0");

        ElementType type = ElementType.All.FirstOrDefault(t => t.Safetensors == dtype.GetString())
            ?? throw new InputException($"{path}: tensor {name}: the element type {dtype.GetString()} is not supported; save it as F32");
        UInt128 elements = 1;
        foreach (long size in shape)
            elements = elements * (UInt128)size <= long.MaxValue ? elements * (UInt128)size : throw Lies(path, name);
        if (elements == 0 && shape.Any(size => size > MaxTensors)) throw Lies(path, name);
        if (begin > end || elements * (UInt128)type.Bytes != (UInt128)(end - begin)) throw Lies(path, name);
        return new SafetensorsEntry(name, type, shape, (long)elements, begin, end);
    }

    private static InputException Lies(string path, string name) =>
        DamagedFile.Report(path, $"tensor {name}: its data_offsets do not fit its shape and dtype");

    private static long[]? Numbers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > MaxDimensions) return null;
        long[] numbers = new long[element.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
        {
            JsonElement number = element[i];
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out numbers[i]) || numbers[i] < 0) return null;
        }
        return numbers;
    }

    /// <summary>Tensors must fill the data without gap or overlap, as the format demands, so their sum is the file's length.</summary>
    private static void RequireExactCover(List<SafetensorsEntry> entries, long dataLength, string path)
    {
        long covered = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.End > dataLength)
                throw DamagedFile.Report(path,
                    $"tensor {entry.Name}: its data ends at byte {entry.End}, but the file holds {dataLength}: it is cut short");
            if (entry.Begin != covered)
            {
                string fault = entry.Begin < covered ? "overlaps" : "leaves a gap after";
                throw DamagedFile.Report(path, $"tensor {entry.Name}: its data {fault} the tensor before it");
            }
            covered = entry.End;
        }
        if (covered != dataLength)
            throw DamagedFile.Report(path, $"holds {dataLength} bytes of data, but its header accounts for {covered}");
    }

}
