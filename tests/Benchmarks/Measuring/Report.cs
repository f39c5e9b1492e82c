using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;

namespace Angioboard.Benchmarks.Measuring;

/// <summary>The figures, as a table and as JSON.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Json = new(
        ) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Header = ["figure", "unit", "ours", "peer", "result", "goal", "", "note"];

    private readonly List<Figure> figures = [];
    private readonly BenchmarkOptions options;
    private readonly JsonObject machine = Machine.Describe();
    private readonly double? loadBefore = Machine.Load();

    private Report(BenchmarkOptions options) => (this.options, Peer) = (options, new(() => PeerProcess.Python(options)));

    /// <summary>The peer, started when a benchmark first needs it.</summary>
    public Lazy<PeerProcess> Peer { get; }

    /// <summary>Begins a report.</summary>
    public static Report Begin(BenchmarkOptions options) => new(options);

    /// <summary>Adds a figure, and prints it to stderr.</summary>
    public void Add(Figure figure)
    {
        figures.Add(figure);
        Console.Error.WriteLine($"{figure.Name}: {figure.ResultText}");
    }

    /// <summary>Prints the table and the JSON, and writes the JSON to a file if one is named.</summary>
    public void Print(TextWriter output, string? path)
    {
        JsonObject whole = ToJson();
        output.WriteLine(string.Join(", ", machine.Select(field => $"{field.Key} {field.Value}")));
        if (whole["peer"] is JsonObject peer)
            output.WriteLine($"peer: {string.Join(", ", peer.Select(field => $"{field.Key} {field.Value}"))}");
        output.WriteLine(
            $"{options.Threads} threads a side in training; load {loadBefore:0.0} before, {Machine.Load():0.0} after; medians of "
                + $"{options.Repeats} (least to most)");
        output.WriteLine();
        string[][] rows = [Header, .. figures.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        output.WriteLine();
        string json = whole.ToJsonString(Json);
        output.WriteLine(json);
        if (path is not null) AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(json + "\n")));
        if (Peer.IsValueCreated) Peer.Value.Dispose();
    }

    private static string[] Row(Figure figure) =>
    [
        figure.Name, figure.Unit, $"{figure.Ours}", $"{figure.Peer}", figure.ResultText, $"{figure.Goal}",
        figure.Goal.IsMetBy(figure.Result) ? "met" : "MISSED", figure.Note,
    ];

    private JsonObject ToJson() => new()
    {
        ["machine"] = machine.DeepClone(),
        ["peer"] = Peer.IsValueCreated ? Peer.Value.Libraries.DeepClone() : null,
        ["threads"] = options.Threads,
        ["load_before"] = loadBefore,
        ["load_after"] = Machine.Load(),
        ["figures"] = new JsonArray([.. figures.Select(figure => new JsonObject
        {
            ["name"] = figure.Name,
            ["unit"] = figure.Unit,
            ["ours"] = Numbers(figure.Ours),
            ["peer"] = figure.Peer is { } peer ? Numbers(peer) : null,
            ["result"] = figure.Result,
            ["goal"] = $"{figure.Goal}",
            ["met"] = figure.Goal.IsMetBy(figure.Result),
            ["note"] = figure.Note,
        })]),
    };

    private static JsonObject Numbers(Samples samples) => new()
    {
        ["median"] = samples.Median,
        ["values"] = new JsonArray([.. samples.Values.Select(value => (JsonNode)value)]),
    };
}
