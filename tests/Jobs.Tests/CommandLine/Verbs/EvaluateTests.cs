using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

public sealed class EvaluateTests(SharedStudy study) : IDisposable
{
    private static readonly string[] Metrics =
    [
        "accuracy", "balanced_accuracy", "f1_macro", "f1_micro", "f1_weighted", "precision_macro", "recall_macro", "mcc",
        "kappa", "log_loss", "brier",
        "auc_ovr_macro", "auc_ovr_micro", "auc_ovo_macro", "average_precision_macro", "imcp_area", "mcp_area", "ece",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_runs_predictions_give_its_own_evaluation()
    {
        ProcessOutcome outcome = await AngioboardProcess.RunAsync(
            "evaluate", "--predictions", Path.Combine(study.Run, "predictions.json"), "--output", folder.Path, "--data", "phantom");

        outcome.Done();
        JsonObject evaluation = RunFiles.Json(folder.File("evaluation.json"));
        Assert.Equal(RunFiles.Json(study.Run, "evaluation.json").ToJsonString(), evaluation.ToJsonString());
        Assert.Equal(["Leakage", "Staining", "No", "Pooling", "Window defect"], evaluation["classes"]!.AsArray()
            .Select(name => (string)name!));
        foreach ((string name, JsonNode? split) in evaluation["splits"]!.AsObject())
        {
            Assert.Equal(Metrics, split!["metrics"]!.AsObject().Select(metric => metric.Key));
            Assert.All(new[] { "exams", "intervals", "per_class", "confusion", "roc", "pr", "calibration", "imcp" },
                part => Assert.NotNull(split[part]));
            Assert.Contains(name, outcome.Output, StringComparison.Ordinal);
        }
        Assert.Contains("95 % intervals over patients", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_evaluated_again_from_their_predictions_all_below_a_folder_in_one_go()
    {
        foreach (string run in (string[])["Train_1", "Train_2"])
        {
            Directory.CreateDirectory(folder.File("results", "demo", run));
            foreach (string name in (string[])["settings.json", "predictions.json", "evaluation.json"])
                File.Copy(Path.Combine(study.Run, name), folder.File("results", "demo", run, name));
        }
        Directory.CreateDirectory(folder.File("results", "demo", "Train_3"));
        File.Copy(Path.Combine(study.Run, "settings.json"), folder.File("results", "demo", "Train_3", "settings.json"));
        // As an older version left it.
        File.WriteAllText(folder.File("results", "demo", "Train_2", "evaluation.json"), "{}");

        ProcessOutcome outcome = await AngioboardProcess.RunAsync("evaluate", folder.File("results"));

        outcome.Done();
        string before = File.ReadAllText(Path.Combine(study.Run, "evaluation.json"));
        Assert.Equal(before, File.ReadAllText(folder.File("results", "demo", "Train_1", "evaluation.json")));
        Assert.Equal(before, File.ReadAllText(folder.File("results", "demo", "Train_2", "evaluation.json")));
        Assert.True(File.Exists(folder.File("results", "demo", "Train_2", "evaluation.pdf")));
        Assert.Contains("Train_3: has no predictions, left out", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 runs evaluated again", outcome.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate: give either runs (Train_N folders) or --predictions FILE")]
    [InlineData("nowhere: is not there; give the folder of a run, Train_N", "nowhere")]
    [InlineData("evaluate: give either runs (Train_N folders) or --predictions FILE", "nowhere", "--predictions", "p.json")]
    public async Task What_to_evaluate_must_be_clear(string message, params string[] arguments)
    {
        ProcessOutcome outcome = await AngioboardProcess.RunAsync(["evaluate", .. arguments]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_mednet_is_read_with_its_labels_in_lists_and_its_float32_rows()
    {
        JsonObject ours = RunFiles.Json(study.Run, "predictions.json"), mednets = RunFiles.Json(study.Run, "predictions.json");
        foreach (JsonNode? row in mednets.SelectMany(split => split.Value!.AsArray()))
        {
            row![1] = new JsonArray((int)row[1]!);
            row[2] = new JsonArray([.. row[2]!.AsArray().Select(p => (JsonNode)(float)(double)p!)]);
        }
        File.WriteAllText(folder.File("predictions.json"), mednets.ToJsonString());

        (await AngioboardProcess.RunAsync(
            "evaluate", "--predictions", folder.File("predictions.json"), "--output", folder.File("evaluation"), "--class-names",
            "a,b,c,d,e")).Done();

        JsonObject theirs = RunFiles.Json(folder.File("evaluation", "evaluation.json"));
        JsonNode own = RunFiles.Json(study.Run, "evaluation.json")["splits"]!["train"]!["metrics"]!;
        Assert.Equal(["a", "b", "c", "d", "e"], theirs["classes"]!.AsArray().Select(name => (string)name!));
        foreach ((string metric, JsonNode? value) in theirs["splits"]!["train"]!["metrics"]!.AsObject())
            Assert.Equal((double)own[metric]!, (double)value!, 1e-6);
    }

    [Fact]
    public async Task Changes_made_while_reading_are_reported_and_saved_with_the_figures()
    {
        File.WriteAllText(
            folder.File("predictions.json"),
            """{"test": [["a", 0, [0.334, 0.333, 0.332]], ["b", 1, [0.1, 0.4, 0.5]], ["c", 2, [0.2, 0.3, 0.5]], ["a", 0, [0.334, 0.333, 0.332]]]}""");

        ProcessOutcome outcome =
            await AngioboardProcess.RunAsync("evaluate", "--predictions", folder.File("predictions.json"), "--output", folder.Path);

        JsonObject evaluation = RunFiles.Json(outcome.Done().Result, "evaluation.json");
        Assert.Equal(3, (int)evaluation["splits"]!["test"]!["exams"]!);
        Assert.Equal(
        [
            "2 rows do not sum to exactly 1 (off by up to 0.001, as after rounding): divided by the sum",
            "test: 1 exam is there more than once with identical rows, such as a; each counts once",
        ], evaluation["notes"]!.AsArray().Select(note => (string)note!));
        Assert.All(evaluation["notes"]!.AsArray(), note => Assert.Contains((string)note!, outcome.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exams_without_a_label_are_left_out_and_an_undefined_metric_is_null_with_its_reason()
    {
        File.WriteAllText(
            folder.File("predictions.json"),
            """{"test": [["a", 0, [0.9, 0.1]], ["b", null, [0.5, 0.5]], ["c", 0, [0.8, 0.2]]], "new": [["d", null, [0.5, 0.5]]]}""");

        (await AngioboardProcess.RunAsync("evaluate", "--predictions", folder.File("predictions.json"), "--output", folder.Path)).Done();

        JsonObject evaluation = RunFiles.Json(folder.File("evaluation.json")), test = evaluation["splits"]!["test"]!.AsObject();
        Assert.Equal(2, (int)test["exams"]!);
        Assert.Null(test["metrics"]!["auc_ovr_macro"]);
        Assert.Contains("auc_ovr_macro", test.ToJsonString().Replace("\"auc_ovr_macro\":null", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.False(evaluation["splits"]!.AsObject().ContainsKey("new"));
    }
}
