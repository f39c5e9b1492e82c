using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

/// <summary>`evaluate-on`: another data set, with a run's best checkpoint.</summary>
public sealed class EvaluateOnTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Another_data_set_gets_its_own_folder_in_the_runs_folder()
    {
        string run = Copy();

        ProcessOutcome outcome = (await EvaluateOn(run, study.Split)).Done();

        Assert.Equal(Path.Combine(run, "evaluations", "clinic-2"), outcome.Result);
        Assert.Equal(File.ReadAllBytes(Path.Combine(study.Run, "predictions.json")),
            File.ReadAllBytes(Path.Combine(outcome.Result, "predictions.json")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(study.Run, "evaluation.json")),
            File.ReadAllBytes(Path.Combine(outcome.Result, "evaluation.json")));
        Assert.All(new[] { "evaluation.pdf", "auimcp.pdf", "trainer.json" },
            file => Assert.True(File.Exists(Path.Combine(outcome.Result, file)), file));
        Assert.Equal(run, (string)RunFiles.Json(outcome.Result, "trainer.json")["run_folder"]!);
    }

    [Fact]
    public async Task Exams_without_labels_are_only_predicted_and_an_earlier_evaluation_is_removed()
    {
        string run = Copy();
        JsonObject split = RunFiles.Json(study.Split);
        foreach (JsonNode? entry in split.SelectMany(part => part.Value!.AsArray())) entry![1] = null;
        File.WriteAllText(folder.File("unlabelled.json"), split.ToJsonString());

        string result = (await EvaluateOn(run, study.Split)).Done().Result;
        ProcessOutcome outcome = (await EvaluateOn(run, folder.File("unlabelled.json"))).Done();

        Assert.Contains("no exam has a label", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(result, "predictions.json")));
        Assert.All(new[] { "evaluation.json", "evaluation.pdf", "auimcp.pdf" },
            file => Assert.False(File.Exists(Path.Combine(result, file)), file));
    }

    [Fact]
    public async Task Another_dataset_is_evaluated_with_the_calibration_of_the_run()
    {
        string run = Copy();
        JsonNode calibration = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "calibration.json")))!;
        calibration["method"] = "temperature";
        calibration["temperature"] = 2.5;
        string own = calibration.ToJsonString();
        File.WriteAllText(Path.Combine(run, "calibration.json"), own);

        string result = (await EvaluateOn(run, study.Split)).Done().Result;

        Assert.All(RunFiles.Json(result, "evaluation.json")["splits"]!.AsObject(),
            split => Assert.Equal("temperature", (string)split.Value!["calibrated"]!["method"]!));
        Assert.Equal(own, File.ReadAllText(Path.Combine(run, "calibration.json")));
        Assert.False(File.Exists(Path.Combine(result, "calibration.json")));
        File.Delete(Path.Combine(run, "calibration.json"));
        result = (await EvaluateOn(run, study.Split)).Done().Result;
        Assert.All(RunFiles.Json(result, "evaluation.json")["splits"]!.AsObject(), split => Assert.Null(split.Value!["calibrated"]));
    }

    [Fact]
    public async Task A_name_that_leads_out_of_the_run_is_refused()
    {
        string problem = Assert.Single((await AngioboardProcess.RunAsync(
            ["evaluate-on", "--run-folder", study.Run, "--name", "../x", "--split", study.Split, "--datadir", study.Folder])).Refused());

        Assert.Contains("cannot name a folder", problem, StringComparison.Ordinal);
    }

    private Task<ProcessOutcome> EvaluateOn(string run, string split) => AngioboardProcess.RunAsync(
        "evaluate-on", "--run-folder", run, "--name", "clinic-2", "--split", split, "--datadir", study.Folder, "--device-lease", "cpu",
        "--patients", (string)RunFiles.Json(run, "settings.json")["patients"]!);

    private string Copy()
    {
        string run = Directory.CreateDirectory(folder.File("Train_1")).FullName;
        foreach (string file in new[]
            { Path.Combine(study.Run, "settings.json"), Path.Combine(study.Run, "calibration.json"), RunFiles.Best(study.Run) })
            File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
        return run;
    }
}
