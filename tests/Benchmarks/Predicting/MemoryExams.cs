using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Training;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Phantom;
using TorchSharp;

namespace Angioboard.Benchmarks.Predicting;

/// <summary>Exams with frames of the phantom study and numbers of them in its mix, decoded into the cache before anything is timed.</summary>
internal sealed class MemoryExams
{
    private MemoryExams(StudyMix mix, Exam[] exams, FrameCache cache) => (Mix, Exams, Cache) = (mix, exams, cache);

    /// <summary>How many frames they have.</summary>
    public StudyMix Mix { get; }

    /// <summary>The exams, batch by batch of the mix.</summary>
    public IReadOnlyList<Exam> Exams { get; }

    /// <summary>Their frames.</summary>
    public FrameCache Cache { get; }

    /// <summary>Draws a small study into a folder and deals its frames out.</summary>
    public static MemoryExams Draw(string folder, StudyMix mix, FrameOptions options)
    {
        PhantomStudy.Write(folder, new PhantomOptions(PhantomOptions.FewestExams, Seed: 1), null, CancellationToken.None);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        int taken = 0;
        string Next() => files[taken++ % files.Length];
        Exam[] exams = [.. mix.Lengths.SelectMany(lengths => lengths).Select((length, i) => new Exam($"{i}", 0, [.. Enumerable.Range(0, length).Select(_ => Next())]))];
        FrameCache cache = new(options);
        cache.Fill(exams, null, CancellationToken.None);
        return new MemoryExams(mix, exams, cache);
    }

    /// <summary>Writes the frames to a file; returns how driver.py makes the same batches of it.</summary>
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
            ["lengths"] = new JsonArray([.. Mix.Lengths.Select(batch => (JsonNode)new JsonArray([.. batch.Select(length => (JsonNode)length)]))]),
            ["labels"] = new JsonArray([.. Mix.Lengths.Select(batch => (JsonNode)new JsonArray([.. batch.Select(_ => (JsonNode)0)]))]),
        };
    }
}
