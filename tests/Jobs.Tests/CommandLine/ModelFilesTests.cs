using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine;

/// <summary>A trained model as a folder, a checkpoint and a safetensors file.</summary>
public sealed class ModelFilesTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_exported_model_and_the_run_itself_predict_the_same_without_options_of_the_model()
    {
        string model = folder.File("model.safetensors");
        (await AngioboardProcess.RunAsync("export", "--weight", study.Run, "--output", model)).Done();

        foreach ((string weight, string output) in new[] { (model, "exported.json"), (study.Run, "run.json") })
        {
            // With the run's number of threads: the last bits of large products depend on it.
            (await AngioboardProcess.RunAsync(
                "predict", "--weight", weight, "--split", study.Split, "--datadir", study.Folder, "--output", folder.File(output),
                "--threads", "1")).Done();
        }

        string own = File.ReadAllText(Path.Combine(study.Run, "predictions.json"));
        Assert.Equal(own, File.ReadAllText(folder.File("exported.json")));
        Assert.Equal(own, File.ReadAllText(folder.File("run.json")));
    }

    [Fact]
    public async Task A_predicted_split_keeps_the_names_and_order_of_its_file()
    {
        JsonObject split = RunFiles.Json(study.Split);
        JsonObject renamed = new() { ["later"] = split["test"]!.DeepClone(), ["hospital"] = split["validation"]!.DeepClone() };
        File.WriteAllText(folder.File("split.json"), renamed.ToJsonString());

        (await AngioboardProcess.RunAsync(
            "predict", "--weight", study.Run, "--split", folder.File("split.json"), "--datadir", study.Folder, "--output",
            folder.File("predictions.json"))).Done();

        Assert.Equal(["later", "hospital"], RunFiles.Json(folder.File("predictions.json")).Select(split => split.Key));
    }

    [Fact]
    public async Task A_run_can_start_from_an_exported_model()
    {
        string model = folder.File("model.safetensors");
        (await AngioboardProcess.RunAsync("export", "--weight", Path.Combine(study.Run, "last.ckpt"), "--output", model)).Done();
        string[] Options(string start, string output) =>
            ["train", "--output", folder.File(output), .. TinyModel.On(study.Options, "--epochs", "1", "--init-weight", start)];

        string one = (await AngioboardProcess.RunAsync(Options(model, "a"))).Done().Result;
        string two = (await AngioboardProcess.RunAsync(Options(Path.Combine(study.Run, "last.ckpt"), "b"))).Done().Result;

        Assert.Equal((double)RunFiles.Events(one, "epoch")[0]["val_loss"]!, (double)RunFiles.Events(two, "epoch")[0]["val_loss"]!);
    }
}
