using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests;

/// <summary>Reads what a run leaves behind.</summary>
internal static class RunFiles
{
    /// <summary>The events of metrics.jsonl, of one type or all; every line must be complete and numbered.</summary>
    public static JsonObject[] Events(string run, string? type = null)
    {
        JsonObject[] events = [.. File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())];
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(line => (int)line["seq"]!));
        return [.. events.Where(line => type is null || (string?)line["type"] == type)];
    }

    public static JsonObject Json(params string[] path) => JsonNode.Parse(File.ReadAllText(Path.Combine(path)))!.AsObject();

    /// <summary>Copies a run's folder with its content.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The only best checkpoint of a run.</summary>
    public static string Best(string run) => Assert.Single(Directory.GetFiles(run, "best-*.ckpt"));

    /// <summary>The largest difference of a probability between two predictions files with the same exams in the same order.</summary>
    public static double Difference(string one, string other)
    {
        JsonObject a = Json(one), b = Json(other);
        Assert.Equal(a.Select(split => split.Key), b.Select(split => split.Key));
        double largest = 0;
        foreach ((string split, JsonNode? rows) in a)
        {
            Assert.Equal(rows!.AsArray().Count, b[split]!.AsArray().Count);
            foreach ((JsonNode? row, JsonNode? same) in rows.AsArray().Zip(b[split]!.AsArray()))
            {
                Assert.Equal((string)row![0]!, (string)same![0]!);
                largest = row[2]!.AsArray().Zip(same[2]!.AsArray(), (x, y) => Math.Abs((double)x! - (double)y!)).Append(largest).Max();
            }
        }
        return largest;
    }
}
