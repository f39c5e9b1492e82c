using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Batches;
using TorchSharp;

namespace Angioboard.Benchmarks.Training;

/// <summary>Batches of noise in the mix of the phantom dataset, in memory, the same for every side.</summary>
internal sealed class StudyBatches : IDisposable
{
    private const int Classes = 5;

    private readonly int side;

    /// <summary>Draws frames of <paramref name="side"/> × <paramref name="side"/> pixels.</summary>
    public StudyBatches(StudyMix mix, int side)
    {
        (Mix, this.side) = (mix, side);
        SeededRandom random = new(2, "benchmark frames");
        All = [.. mix.Lengths.Select(lengths => Draw(lengths, random))];
    }

    /// <summary>Their numbers of frames.</summary>
    public StudyMix Mix { get; }

    /// <summary>The batches in the order of training.</summary>
    public IReadOnlyList<ExamBatch> All { get; }

    /// <summary>Writes the frames to a file; returns the description from which driver.py makes the same batches.</summary>
    public JsonObject Write(string path)
    {
        using (FileStream file = File.Create(path))
        {
            foreach (ExamBatch batch in All) file.Write(batch.Frames.bytes);
        }
        return new JsonObject
        {
            ["frames"] = path,
            ["size"] = side,
            ["lengths"] = Nested(batch => batch.Lengths.Select(length => (JsonNode)length)),
            ["labels"] = Nested(batch => batch.Labels.Select(label => (JsonNode)label!.Value)),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ExamBatch batch in All) batch.Dispose();
    }

    private ExamBatch Draw(int[] lengths, SeededRandom random)
    {
        float[] pixels = new float[lengths.Sum() * side * side];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (float)random.NextDouble();
        return new ExamBatch(
            torch.tensor(pixels, [lengths.Sum(), 1, side, side]), [.. lengths.Select(length => (long)length)],
            [.. lengths.Select(_ => (int?)random.NextInt(Classes))], [.. lengths.Select((_, exam) => $"{exam}")]);
    }

    private JsonArray Nested(Func<ExamBatch, IEnumerable<JsonNode>> values) =>
        new([.. All.Select(batch => (JsonNode)new JsonArray([.. values(batch)]))]);
}
