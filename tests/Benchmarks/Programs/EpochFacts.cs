using System.Text.Json.Nodes;

namespace Angioboard.Benchmarks.Programs;

/// <summary>What a program logged about an epoch.</summary>
/// <param name="Frames">Frames trained on.</param>
/// <param name="Seconds">Duration of the training, s.</param>
/// <param name="DataWait">How much of that it waited for batches, s.</param>
/// <param name="Ended">When the line was written; null if unknown.</param>
internal sealed record EpochFacts(double Frames, double Seconds, double DataWait, DateTimeOffset? Ended)
{
    /// <summary>The epochs of a run of ours.</summary>
    public static EpochFacts[] OfOurs(string metrics) =>
        [.. Lines(metrics).Where(line => (string?)line["type"] == "epoch").Select(line => new EpochFacts(
            (double)line["frames"]!, (double)line["seconds"]!, (double)line["data_wait"]!, DateTimeOffset.Parse((string)line["time"]!)))];

    /// <summary>The epochs of a run of pipeline.py.</summary>
    public static EpochFacts[] OfPeer(string metrics) =>
        [.. Lines(metrics).Select(line => new EpochFacts(
            (double)line["frames_per_second"]! * (double)line["seconds"]!, (double)line["seconds"]!, (double)line["data_wait"]!, null))];

    private static IEnumerable<JsonNode> Lines(string path) => File.ReadLines(path).Select(line => JsonNode.Parse(line)!);
}
