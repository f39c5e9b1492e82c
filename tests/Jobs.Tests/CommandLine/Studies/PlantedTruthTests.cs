using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Studies;

/// <summary>Studies whose answer is known before: from the pictures to the words of the report.</summary>
public sealed class PlantedTruthTests : IAsyncLifetime
{
    private static readonly string[] model =
    [
        "--data", "phantom", "--backbone", "vit(img=32,patch=8,dim=32,depth=2,heads=2)", "--hidden-dim", "32", "--threads", "1",
        "--pretrained", "none", "--folds", "3",
    ];

    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    public async ValueTask InitializeAsync() =>
        (await AngioboardProcess.RunAsync("phantom", "--output", Data, "--exams", "120", "--seed", "7")).Done();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_better_variant_is_found_and_an_equal_one_is_not_distinguishable()
    {
        // 1e-4 learns nothing in eight epochs, nor does 1.1e-4; 3e-3 learns what is in the pictures.
        JsonObject results = await StudyAsync(folder.File("data", "split.json"), "--max-frames", "4", "--epochs", "8", "--lr", "1e-4",
            "--vary", "lr=1e-4,1.1e-4,3e-3", "--seeds", "1,2");

        Assert.Equal(["lr=0.00011: not distinguishable", "lr=0.003: better"], Verdicts(results));
        Assert.Equal("lr=0.003", (string?)results["selection"]!["best"]);
        Assert.InRange((double)results["selection"]!["bbc_cv"]!, 0.65, 1);
    }

    [Fact]
    public async Task With_labels_of_pure_noise_the_corrected_figure_is_at_chance_and_that_in_hindsight_above()
    {
        JsonObject results = await StudyAsync(Noise(), "--max-frames", "2", "--epochs", "4", "--lr", "1e-3",
            "--vary", "max_frames=1,2,3,4", "--vary", "lr=1e-3,3e-3", "--seeds", "1");

        JsonNode selection = results["selection"]!, interval = selection["bbc_interval"]!;
        Assert.InRange((double)selection["hindsight"]!, 0.505, 0.7);
        Assert.InRange((double)selection["bbc_cv"]!, 0.35, (double)selection["hindsight"]!);
        Assert.True((double)interval["low"]! < 0.5 && (double)interval["high"]! > 0.5, interval.ToJsonString());
        Assert.All(Verdicts(results), verdict => Assert.EndsWith(": not distinguishable", verdict, StringComparison.Ordinal));
    }

    // Whether the models differ on new patients.
    private static string[] Verdicts(JsonObject results) =>
    [
        .. results["variants"]!.AsArray().Skip(1).Select(variant => $"{variant!["variant"]}: "
            + variant["difference"]!["verdicts"]!.AsArray().Single(verdict => (string?)verdict!["test"] == "patients")!["verdict"]),
    ];

    private async Task<JsonObject> StudyAsync(string split, params string[] options)
    {
        string study = (await AngioboardProcess.RunAsync(
            ["study", "new", "--output", folder.File("results"), "--datadir", Data, "--split", split, .. model, .. options])).Done().Result;
        (await AngioboardProcess.RunAsync("study", "run", study)).Done();
        return JsonNode.Parse((await AngioboardProcess.RunAsync("study", "report", study, "--json")).Done().Output)!.AsObject();
    }

    /// <summary>The split with a class for each patient that has nothing to do with the pictures.</summary>
    private string Noise()
    {
        JsonObject split = RunFiles.Json(folder.File("data", "split.json"));
        Random random = new(5);
        Dictionary<string, int> classes = [];
        foreach (JsonNode? exam in split.SelectMany(part => part.Value!.AsArray()))
        {
            string patient = ((string)exam![0]!).Split('/')[2].Split('_')[0];
            if (!classes.TryGetValue(patient, out int label)) classes[patient] = label = random.Next(5);
            exam[1] = label;
        }
        string path = folder.File("noise.json");
        File.WriteAllText(path, split.ToJsonString());
        return path;
    }
}
