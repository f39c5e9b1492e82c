using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

/// <summary>Presets, settings files and single options, and which overrides which.</summary>
public sealed class PresetsTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Presets_are_listed_and_printed_under_the_originals_names()
    {
        string list = (await AngioboardProcess.RunAsync("presets")).Done().Output;
        JsonObject data = JsonNode.Parse((await AngioboardProcess.RunAsync("presets", "angioreport-hyperftype-seq")).Done().Output)!
            .AsObject();
        JsonObject model = JsonNode.Parse((await AngioboardProcess.RunAsync("presets", "temporal-vitgru")).Done().Output)!.AsObject();
        string unknown = Assert.Single((await AngioboardProcess.RunAsync("presets", "vitgru")).Refused());

        Assert.Contains("angioreport-hyperftype-seq", list, StringComparison.Ordinal);
        Assert.Contains("temporal-vitgru", list, StringComparison.Ordinal);
        Assert.Equal("[\"Leakage\",\"Staining\",\"No\",\"Pooling\",\"Window defect\"]", data["class_names"]!.ToJsonString());
        Assert.Equal(("FA", 50, 12, "uniform"),
            ((string)data["modality"]!, (int)data["strip"]!, (int)data["max_frames"]!, (string)data["max_frames_span"]!));
        Assert.Equal(
            (40, 2, 1e-4, 256, 0.2),
            ((int)model["epochs"]!, (int)model["batch_size"]!, (double)model["lr"]!, (int)model["hidden_dim"]!, (double)model["dropout"]!));
        Assert.Equal(
            "presets: vitgru is not one; the names are angioreport-hyperftype-seq, phantom, temporal-vitgru, phantom-quick", unknown);
    }

    [Fact]
    public async Task Options_override_the_settings_file_which_overrides_presets_and_its_paths_are_relative_to_it()
    {
        Directory.CreateDirectory(folder.File("settings"));
        IEnumerable<string> patients = Exams().Select(exam => $"{exam},{exam.Split('/')[^1].Split('_')[0]}");
        File.WriteAllLines(folder.File("patients.csv"), ["exam,patient", .. patients]);
        File.WriteAllText(folder.File("mine.json"),
            $$"""{"backbone": "{{TinyModel.Backbone}}", "hidden_dim": 8, "epochs": 9, "lr": 0.5, "threads": 1}""");
        string split = Path.GetRelativePath(folder.File("settings"), study.Split),
            data = Path.GetRelativePath(folder.File("settings"), study.Folder);
        File.WriteAllText(folder.File("settings", "settings.json"), $$"""
            {
              // Files that people write by hand may have trailing commas and comments.
              "split": "{{split}}", "datadir": "{{data}}", "patients": "../patients.csv", "epochs": 5, "max_frames": 3, "lr": 0.01,
            }
            """);

        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(
            "train", "--output", folder.File("results"), "--data", "phantom", "--model", folder.File("mine.json"),
            "--settings", folder.File("settings", "settings.json"), "--epochs", "1", "--max-frames", "all", "--class-names", "a,b,c,d,e"))
            .Done();

        JsonObject settings = RunFiles.Json(outcome.Result, "settings.json");
        Assert.Equal(
            (1, 0.01, 8, TinyModel.Backbone),
            ((int)settings["epochs"]!, (double)settings["lr"]!, (int)settings["hidden_dim"]!, (string)settings["backbone"]!));
        Assert.Null(settings["max_frames"]);
        Assert.Equal("a", (string)settings["class_names"]![0]!);
        Assert.Equal(
            (study.Split, study.Folder, folder.File("patients.csv")),
            ((string)settings["split"]!, (string)settings["datadir"]!, (string)settings["patients"]!));
        Assert.Equal(["environment", "fingerprint"], settings.Select(p => p.Key).TakeLast(2));
    }

    private IEnumerable<string> Exams() =>
        RunFiles.Json(study.Split).SelectMany(split => split.Value!.AsArray()).Select(entry => Path.GetDirectoryName((string)entry![0]!)!);
}
