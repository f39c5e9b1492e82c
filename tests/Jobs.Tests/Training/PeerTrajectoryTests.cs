using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core.Training.Checkpoints;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>The Python original's run, repeated with the command line from its starting checkpoint.</summary>
public sealed class PeerTrajectoryTests : IDisposable
{
    private static readonly string[] Data =
        ["--split", GoldenFiles.Path("split.json"), "--datadir", GoldenFiles.Path("exams"), "--max-frames", "6"];

    private static readonly string[] Options =
    [
        .. Data, "--backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3)", "--hidden-dim", "24", "--dropout", "0", "--shuffle", "false",
        "--lr", "1e-3", "--batch-size", "2", "--augmentations", "false",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_experiment_reproduces_the_losses_and_its_last_weights_the_predictions()
    {
        ProcessOutcome run = await AngioboardProcess.RunAsync(
            ["experiment", "--output", folder.Path, .. Options, "--init-weight", GoldenFiles.Path("peer", "start", "last.ckpt"),
                "--epochs", "4"]);
        string train = folder.File("Train_1");
        ProcessOutcome predict = await AngioboardProcess.RunAsync(
            ["predict", "--weight", Path.Combine(train, "last.ckpt"), .. Data, "--output", folder.File("last.json")]);

        Assert.Equal(train, run.Done().Result);
        predict.Done();
        JsonObject[] ours = RunFiles.Events(train, "epoch");
        JsonNode[] theirs = [.. File.ReadAllLines(GoldenFiles.Path("peer", "end", "metrics.jsonl")).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(theirs.Length, ours.Length);
        foreach ((JsonNode their, JsonObject our) in theirs.Zip(ours))
        {
            Assert.Equal((int)their["epoch"]!, (int)our["epoch"]!);
            Assert.Equal((double)their["train_loss"]!, (double)our["train_loss"]!, 1e-4);
            Assert.Equal((double)their["val_loss"]!, (double)our["val_loss"]!, 1e-4);
        }
        Assert.InRange(RunFiles.Difference(folder.File("last.json"), GoldenFiles.Path("peer", "end", "predictions.json")), 0, 1e-5);
        double best = ours.Min(epoch => (double)epoch["val_loss"]!);
        Assert.Equal($"best-val_loss={best.ToString("F6", CultureInfo.InvariantCulture)}.ckpt", Path.GetFileName(RunFiles.Best(train)));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("end")]
    public async Task Its_checkpoints_predict_here_as_there(string state)
    {
        string weight = GoldenFiles.Path("peer", state, "last.ckpt"), theirs = GoldenFiles.Path("peer", state, "predictions.json");
        string ours = folder.File("predictions.json");

        (await AngioboardProcess.RunAsync(["predict", "--weight", weight, .. Data, "--output", ours])).Done();
        ProcessOutcome verified = await AngioboardProcess.RunAsync(["verify", "--weight", weight, .. Data, "--predictions", theirs]);

        Assert.InRange(RunFiles.Difference(ours, theirs), 0, 1e-5);
        Assert.Contains("the same", verified.Done().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_fails_beyond_the_tolerance_and_refuses_another_split()
    {
        string weight = GoldenFiles.Path("peer", "end", "last.ckpt"), theirs = GoldenFiles.Path("peer", "end", "predictions.json");
        JsonObject altered = RunFiles.Json(theirs), fewer = RunFiles.Json(theirs);
        JsonArray row = altered["test"]![0]![2]!.AsArray();
        (row[0], row[1]) = ((double)row[0]! + 3e-4, (double)row[1]! - 3e-4);
        File.WriteAllText(folder.File("altered.json"), altered.ToJsonString());
        fewer["test"]!.AsArray().RemoveAt(0);
        File.WriteAllText(folder.File("fewer.json"), fewer.ToJsonString());
        Task<ProcessOutcome> Verify(string predictions, params string[] more) =>
            AngioboardProcess.RunAsync(["verify", "--weight", weight, .. Data, "--predictions", predictions, .. more]);

        ProcessOutcome strict = await Verify(theirs, "--tolerance", "1e-12");
        ProcessOutcome different = await Verify(folder.File("altered.json"));
        ProcessOutcome lenient = await Verify(folder.File("altered.json"), "--tolerance", "0.9");
        ProcessOutcome refused = await Verify(folder.File("fewer.json"));

        Assert.Contains("different", strict.Ended(1).Output, StringComparison.Ordinal);
        Assert.Contains("Train/Train/6_L", different.Ended(1).Output, StringComparison.Ordinal);
        lenient.Done();
        Assert.Contains("Train/Train/6_L", Assert.Single(refused.Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_counts_a_samplers_padding_once_and_names_an_exam_that_lost_its_label()
    {
        string weight = GoldenFiles.Path("peer", "end", "last.ckpt"), theirs = GoldenFiles.Path("peer", "end", "predictions.json");
        JsonObject padded = RunFiles.Json(theirs), unlabelled = RunFiles.Json(theirs);
        padded["test"]!.AsArray().Add(padded["test"]![0]!.DeepClone());
        File.WriteAllText(folder.File("padded.json"), padded.ToJsonString());
        unlabelled["test"]![0]![1] = null;
        File.WriteAllText(folder.File("unlabelled.json"), unlabelled.ToJsonString());
        Task<ProcessOutcome> Verify(string predictions) =>
            AngioboardProcess.RunAsync(["verify", "--weight", weight, .. Data, "--predictions", predictions]);

        ProcessOutcome same = await Verify(folder.File("padded.json"));
        ProcessOutcome refused = await Verify(folder.File("unlabelled.json"));

        Assert.Contains("the same", same.Done().Output, StringComparison.Ordinal);
        Assert.Contains("test: 1 exam is there more than once with identical rows, such as Train/Train/6_L; each counts once", same.Errors,
            StringComparison.Ordinal);
        Assert.Matches("Train/Train/6_L has no label, the split file [0-9]; give the same split file", Assert.Single(refused.Refused()));
    }

    [Fact]
    public async Task The_dataset_normalizer_is_the_peers_and_real_PyTorch_reads_the_checkpoint()
    {
        (await AngioboardProcess.RunAsync(["train", "--output", folder.Path, .. Options, "--epochs", "1"])).Done();

        string read = Python.Run(
            """
            import json, sys, torch
            ours, theirs = torch.load(sys.argv[1], weights_only=True), torch.load(sys.argv[2])
            assert {k: v.shape for k, v in ours['state_dict'].items()} == {k: v.shape for k, v in theirs['state_dict'].items()}
            assert ours['global_step'] == 2 and ours['epoch'] == 1, (ours['global_step'], ours['epoch'])
            assert ours['hyper_parameters']['hidden_dim'] == 24
            print(json.dumps({k: [float(x) for x in v] for k, v in ours['normalizer'].items()}))
            """,
            folder.File("Train_1", "last.ckpt"), GoldenFiles.Path("peer", "start", "last.ckpt"));

        JsonObject peer = RunFiles.Json(GoldenFiles.Path("peer", "normalizer.json")), ours = JsonNode.Parse(read)!.AsObject();
        foreach (string name in new[] { "mean", "std" })
            Assert.All(peer[name]!.AsArray().Zip(ours[name]!.AsArray()),
                pair => Assert.Equal((double)pair.First!, (double)pair.Second!, 1e-6));
        using Checkpoint checkpoint = Checkpoint.Read(folder.File("Train_1", "last.ckpt"));
        Assert.Equal(2, checkpoint.GlobalStep);
    }
}
