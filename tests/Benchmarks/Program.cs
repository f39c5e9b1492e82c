using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Angioboard.Benchmarks;
using Spectre.Console;
using TorchSharp;

RootCommand root = new("Measures Angioboard against the same pipeline in PyTorch, in turn, in one run.");
Argument<string> name = new("name") { Description = "train, decode, start, or speed for all", DefaultValueFactory = _ => "speed" };
Option<int> repeats = new("--repeats") { Description = "Pairs of measurements", DefaultValueFactory = _ => 5 };
Option<string?> json = new("--json") { Description = "File for the figures as JSON" };
Option<string?> golden = new("--study") { Description = "Folder of a small study with split.json and exams/ (default: tests/Golden)" };
name.AcceptOnlyFromAmong("train", "decode", "start", "speed");
root.Arguments.Add(name);
root.Options.Add(repeats);
root.Options.Add(json);
root.Options.Add(golden);
root.SetAction(parsed =>
{
    string wanted = parsed.GetValue(name)!;
    int n = parsed.GetValue(repeats);
    string study = parsed.GetValue(golden) ?? Path.Combine("tests", "Golden");
    using Peer peer = new();
    List<Figure> figures = [];
    if (wanted is "train" or "speed")
    {
        figures.Add(TrainingBenchmark.Run(peer, "small", "vit_small_patch16_224.augreg_in21k", "at least 1.6 ×", n));
        figures.Add(TrainingBenchmark.Run(peer, "tiny", "vit_tiny_patch16_224.augreg_in21k", "at least 2 ×", n));
    }
    if (wanted is "decode" or "speed")
    {
        figures.Add(DecodingBenchmark.Run(peer, grey: false, "at least 1 ×", 3 * n));
        figures.Add(DecodingBenchmark.Run(peer, grey: true, "at least 1 ×", 3 * n));
    }
    if (wanted is "start" or "speed") figures.Add(StartBenchmark.Run(Path.Combine(study, "exams"), Path.Combine(study, "split.json"), n));
    Show(figures, $"{Hardware.Describe()}; libtorch {torch.__version__}; peer: {peer.Version}", parsed.GetValue(json));
});
return root.Parse(args).Invoke();

static void Show(List<Figure> figures, string conditions, string? file)
{
    Table table = new() { Border = TableBorder.Markdown };
    foreach (string column in new[] { "figure", "ours", "peer", "ratio", "goal", "medians of" }) table.AddColumn(new TableColumn(column) { NoWrap = true });
    foreach (Figure f in figures)
        table.AddRow(new Text(f.Name), new Text(Number(f.Ours, f.Unit)), new Text(Number(f.Peer, f.Unit)), new Text(Number(f.Ratio, "×")), new Text(f.Goal), new Text($"{f.Repeats}"));
    IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
    console.Profile.Width = 200;
    console.Write(table);
    Console.WriteLine(conditions);
    string text = JsonSerializer.Serialize(new { conditions, figures }, new JsonSerializerOptions
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
    if (file is null) Console.WriteLine(text);
    else File.WriteAllText(file, text + "\n");
}

static string Number(double? value, string unit) => value is { } v ? string.Create(CultureInfo.InvariantCulture, $"{v:F2} {unit}") : "–";
