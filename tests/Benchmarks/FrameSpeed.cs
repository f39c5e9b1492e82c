using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using TorchSharp;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second from JPEG files to frames for the model: decoding, grey, crop, padding, resizing, on one thread. The peer uses PIL and
/// torchvision; the note says whether the pixels are equal.
/// </summary>
internal sealed class FrameSpeed : IBenchmark
{
    private const int Side = 224, MaxFrames = 12, WarmUps = 2;

    // Small exams take only milliseconds, so each timing covers this many passes.
    private const int Passes = 4;

    private static readonly FrameOptions Options = new(Modality.FA, Strip: 50, MaxFrames, FrameSpan.Uniform, Side);

    /// <inheritdoc/>
    public string Name => "decode";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        string large = Path.Combine(options.Scratch, "large");
        yield return Measure("1536×818", LargeExam.Write(large), large, options, peer.Value);
        yield return Measure("golden", GoldenFiles.Path("split.json"), GoldenFiles.Path("exams"), options, peer.Value);
    }

    private static Figure Measure(string name, string split, string datadir, BenchmarkOptions options, PeerProcess peer)
    {
        torch.set_num_threads(1);
        ExamIndexOptions check = new() { NumClasses = 5, Modality = Options.Modality, Strip = Options.Strip, RequireTrain = false };
        Exam[] exams = [.. ExamIndex.Read(split, datadir, check).Splits.SelectMany(part => part.Exams)];
        peer.Ask("frames", new JsonObject { ["split"] = split, ["datadir"] = datadir, ["max_frames"] = MaxFrames, ["size"] = Side });
        string note = Compare(exams, Path.Combine(options.Scratch, $"{name}.frames"), peer);

        FrameCache keepsNothing = new(Options, byteLimit: 0);
        int frames = Passes * exams.Sum(keepsNothing.Count);
        (Samples ours, Samples theirs) = Interleaved.Measure(
            () =>
            {
                long start = Stopwatch.GetTimestamp();
                for (int pass = 0; pass < Passes; pass++)
                {
                    foreach (Exam exam in exams) keepsNothing.Get(exam).Dispose();
                }
                return frames / Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            () => frames / Enumerable.Range(0, Passes).Sum(_ => (double)peer.Ask("decode")["seconds"]!),
            WarmUps, options.Repeats);
        return new Figure($"decode and transform, {name}, {exams.Length} exams", "frames/s", ours, theirs, Goal.Least(1.3), note);
    }

    private static string Compare(Exam[] exams, string path, PeerProcess peer)
    {
        JsonArray theirs = peer.Ask("inputs", new JsonObject { ["path"] = path })["exams"]!.AsArray();
        ReadOnlySpan<float> expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path));
        FrameCache cache = new(Options, byteLimit: 0);
        int frames = 0, differing = 0;
        float apart = 0;
        for (int i = 0; i < exams.Length; i++)
        {
            using torch.Tensor ours = cache.Get(exams[i]);
            foreach (float value in ours.data<float>())
            {
                apart = Math.Max(apart, Math.Abs(value - expected[0]));
                expected = expected[1..];
            }
            frames += cache.Count(exams[i]);
            if (Pixels(exams[i]) != (string)theirs[i]!["pixels"]!) differing++;
        }
        string pixels = differing == 0 ? "decoded pixels equal" : $"decoded pixels of {differing} exams differ";
        return $"{frames} frames, {pixels}, inputs differ by {apart:G2}";
    }

    private static string Pixels(Exam exam)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int frame in FrameSelection.Select(exam.Frames.Count, Options.MaxFrames, Options.Span))
            hash.AppendData(FrameDecoder.Decode(exam.Frames[frame], Options.Modality, Options.Strip).Pixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
