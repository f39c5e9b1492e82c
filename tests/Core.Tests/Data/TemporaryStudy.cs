using System.Text.Json;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using SkiaSharp;

namespace Angioboard.Core.Tests.Data;

/// <summary>A data set of real files in a temporary folder, removed afterwards.</summary>
internal sealed class TemporaryStudy : IDisposable
{
    public static readonly ExamIndexOptions Options = new() { NumClasses = 2, Modality = Modality.FA, Strip = 8, RequireTrain = false };

    private int seed;

    public string Folder { get; } = Directory.CreateTempSubdirectory("angioboard-").FullName;

    public string SplitPath => Path.Combine(Folder, "split.json");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>A unique frame, unless a <paramref name="picture"/> is given.</summary>
    public string Frame(
        string name, int width = 40, int height = 32, int? picture = null, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        SeededRandom random = new(picture ?? seed++, picture is null ? "any" : "named");
        using SKBitmap bitmap = new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int i = 0; i < width * height; i++) bitmap.SetPixel(i % width, i / width, new SKColor((uint)random.NextBits() | 0xff000000));
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        using FileStream file = File.Create(PathOf(name));
        bitmap.Encode(file, format, 90);
        return PathOf(name);
    }

    /// <summary>A frame whose file is changed by <paramref name="change"/>.</summary>
    public string Spoilt(string name, Func<byte[], byte[]> change)
    {
        string path = Frame(name);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
        return path;
    }

    /// <summary>A split file of these splits, with each frame's label.</summary>
    public void Split(params (string Split, (string Frame, int? Label)[] Entries)[] splits) =>
        Write("split.json", JsonSerializer.Serialize(splits.ToDictionary(
            split => split.Split, split => split.Entries.Select(entry => new object?[] { entry.Frame, entry.Label }))));

    public ExamIndex Read(ExamIndexOptions? options = null, string? datadir = null) =>
        ExamIndex.Read(SplitPath, datadir ?? Folder, options ?? Options);

    public IReadOnlyList<string> Problems(ExamIndexOptions? options = null, string? datadir = null) =>
        Assert.Throws<InputException>(() => Read(options, datadir)).Problems;
}
