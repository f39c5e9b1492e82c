using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>What a finished run leaves in its folder.</summary>
public sealed class RunFolderTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TensorBoard_shows_mednets_tags_over_the_epochs()
    {
        string file = Assert.Single(Directory.GetFiles(Path.Combine(study.Run, "logs")));

        ILookup<string, (long Step, float Value)> scalars = EventFile.Scalars(file)
            .ToLookup(scalar => scalar.Tag, scalar => (scalar.Step, scalar.Value));

        JsonObject[] epochs = RunFiles.Events(study.Run, "epoch");
        Assert.Equal(epochs.Select(epoch => ((long)epoch["epoch"]!, (float)(double)epoch["train_loss"]!)), scalars["loss/train"]);
        Assert.Equal(epochs.Select(epoch => ((long)epoch["epoch"]!, (float)(double)epoch["val_loss"]!)), scalars["loss/validation"]);
        Assert.Equal(epochs.Select(epoch => ((long)epoch["epoch"]!, (float)(double)epoch["lr"]!)), scalars["learning-rate"]);
        string[] others =
        [
            "epoch-duration-seconds/train", "epoch-duration-seconds/validation", "cycle-time-seconds/train", "total-execution-time-seconds",
            "eta-seconds",
            .. new[] { "memory-used-GB", "rss-GB", "vms-GB", "percent-usage", "num-processes", "num-open-files" }
                .SelectMany(tag => new[] { $"{tag}/cpu/train", $"{tag}/cpu/validation" }),
        ];
        Assert.All(others, tag => Assert.Equal([0, 1], scalars[tag].Select(scalar => scalar.Step)));
        Assert.Equal(0, scalars["eta-seconds"].Last().Value);
    }

    [Fact]
    public void The_meta_file_describes_the_training_and_its_duration()
    {
        JsonObject meta = RunFiles.Json(study.Run, "train.meta.json"), split = RunFiles.Json(study.Split);

        Assert.Equal("finished", (string)meta["status"]!);
        Assert.Equal(2, (int)meta["epochs"]!);
        Assert.True(DateTimeOffset.Parse((string)meta["start"]!) < DateTimeOffset.Parse((string)meta["end"]!));
        Assert.All(new[] { "seconds", "training_seconds", "frames_per_second", "parameters", "peak_memory_bytes" },
            name => Assert.True((double)meta[name]! > 0));
        foreach ((string name, JsonNode? entries) in split)
        {
            JsonNode described = meta["splits"]![name]!;
            Assert.Equal(entries!.AsArray().Count, (int)described["exams"]!);
            Assert.Equal(entries.AsArray().Count(entry => (int)entry![1]! == 2), (int)described["classes"]!["No"]!);
        }
    }

    [Fact]
    public void All_documented_files_exist_and_no_others()
    {
        string[] names =
            [.. Directory.GetFileSystemEntries(study.Run).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "auimcp.pdf", Path.GetFileName(RunFiles.Best(study.Run)), "calibration.json", "console.log", "evaluation.json",
                "evaluation.pdf", "last.ckpt", "logs",
                "metrics.jsonl", "predictions.json", "settings.json", "split.json", "train.meta.json", "train_log.pdf", "trainer.json",
                "trainer.lock",
            ],
            names);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllBytes(study.Split)), RunFiles.Json(study.Run, "split.json")),
            "the run's split says something else");
        Assert.Contains("trained 2 epochs; best val_loss ", File.ReadAllText(Path.Combine(study.Run, "console.log")),
            StringComparison.Ordinal);
        Assert.Equal(["train", "predict", "evaluate"], RunFiles.Events(study.Run, "phase").Select(line => (string)line["phase"]!));
        Assert.Equal("finished", (string)RunFiles.Events(study.Run)[^1]["status"]!);
    }

    [Fact]
    public void Real_PyTorch_reads_both_checkpoints_without_running_code()
    {
        foreach (string path in new[] { Path.Combine(study.Run, "last.ckpt"), RunFiles.Best(study.Run) })
        {
            Python.Run(
                """
                import sys, torch
                c = torch.load(sys.argv[1], weights_only=True)
                assert {'epoch', 'global_step', 'state_dict', 'normalizer', 'hyper_parameters', 'optimizer_states'} <= set(c), list(c)
                names = list(c['state_dict'])
                assert names[:4] == ['backbone.cls_token', 'backbone.pos_embed', 'backbone.patch_embed.proj.weight', 'backbone.patch_embed.proj.bias'], names
                assert names[-2:] == ['classifier.weight', 'classifier.bias'] and 'gru.weight_ih_l0' in names, names
                assert all(t.dtype == torch.float32 and torch.isfinite(t).all() for t in c['state_dict'].values())
                assert c['hyper_parameters']['class_names'][0] == 'Leakage' and abs(float(c['hyper_parameters']['lr']) - 1e-3) < 1e-12
                model = [torch.nn.Parameter(t) for t in c['state_dict'].values()]
                optimizer = torch.optim.AdamW(model)
                optimizer.load_state_dict(c['optimizer_states'][0])
                """,
                path);
        }
    }

    [Fact]
    public async Task The_fingerprint_does_not_depend_on_the_datas_folder_and_changes_with_a_frame()
    {
        string copy = study.CopyTo(folder);
        string[] options = ["--split", Path.Combine(copy, "split.json"), "--datadir", copy, "--data", "phantom"];
        async Task<string> Fingerprint(params string[] own)
        {
            string[] arguments = ["train", "--output", folder.File("results"), .. TinyModel.On(options, ["--epochs", "1", .. own])];
            string run = (await AngioboardProcess.RunAsync(arguments)).Done().Result;
            return (string)RunFiles.Json(run, "settings.json")["fingerprint"]!["sha256"]!;
        }

        string frame = Directory.GetFiles(copy, "*.jpg", SearchOption.AllDirectories)[0];
        DateTime time = File.GetLastWriteTimeUtc(frame);

        string elsewhere = await Fingerprint("--seed", "9");
        string strip = await Fingerprint("--strip", "40");
        File.SetLastWriteTimeUtc(frame, time.AddSeconds(1));
        string touched = await Fingerprint();
        File.AppendAllText(frame, "\0");
        File.SetLastWriteTimeUtc(frame, time);
        string longer = await Fingerprint();

        Assert.Equal((string)RunFiles.Json(study.Run, "settings.json")["fingerprint"]!["sha256"]!, elsewhere);
        Assert.Equal(4, new[] { elsewhere, strip, touched, longer }.Distinct().Count());
    }
}
