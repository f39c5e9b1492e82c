using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Training;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Phantom;
using TorchSharp;

namespace Angioboard.Benchmarks.Predicting;

/// <summary>Exams with frames of the phantom dataset in its mix of lengths, decoded into the cache before timing.</summary>
internal sealed class MemoryExams
{
    private MemoryExams(StudyMix mix, Exam[] exams, FrameCache cache) => (Mix, Exams, Cache) = (mix, exams, cache);

    /// <summary>Their numbers of frames.</summary>
    public StudyMix Mix { get; }

    /// <summary>The exams, in the order of the mix's batches.</summary>
    public IReadOnlyList<Exam> Exams { get; }

    /// <summary>Their frames.</summary>
    public FrameCache Cache { get; }

    /// <summary>Makes a small study in a folder and distributes its frames.</summary>
    public static MemoryExams Draw(string folder, StudyMix mix, FrameOptions options)
    {
        PhantomStudy.Write(folder, new PhantomOptions(PhantomOptions.FewestExams, Seed: 1), null, CancellationToken.None);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        int taken = 0;
        string Next() => files[taken++ % files.Length];
        Exam[] exams = [.. mix.Lengths.SelectMany(lengths => lengths)
            .Select((length, i) => new Exam($"{i}", 0, [.. Enumerable.Range(0, length).Select(_ => Next())]))];
        FrameCache cache = new(options);
        cache.Fill(exams, null, CancellationToken.None);
        return new MemoryExams(mix, exams, cache);
    }

    /// <summary>Writes the frames to a file; returns the description from which driver.py makes the same batches.</summary>
    public JsonObject Write(string path)
    {
        using (FileStream file = File.Create(path))
        {
            foreach (Exam exam in Exams)
            {
                using torch.Tensor frames = Cache.Get(exam);
                file.Write(frames.bytes);
            }
        }
        return new JsonObject
        {
            ["frames"] = path,
            ["size"] = Cache.Options.ImageSize,
            ["lengths"] =
                new JsonArray([.. Mix.Lengths.Select(batch => (JsonNode)new JsonArray([.. batch.Select(length => (JsonNode)length)]))]),
            ["labels"] = new JsonArray([.. Mix.Lengths.Select(batch => (JsonNode)new JsonArray([.. batch.Select(_ => (JsonNode)0)]))]),
        };
    }
}
