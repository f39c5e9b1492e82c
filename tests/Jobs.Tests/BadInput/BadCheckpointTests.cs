using System.Text;

namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Checkpoints and weights that cannot be used, or must not be.</summary>
public sealed class BadCheckpointTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_weight_with_another_shape_is_named()
    {
        string[] problems = await Refused(GoldenFiles.Path("peer", "end", "last.ckpt"), "--hidden-dim", "32");

        const string Problem = "gru.weight_hh_l0 has the shape (72, 24), the model's is (96, 32); give the settings it was trained with";
        Assert.Contains(problems, line => line.Contains(Problem, StringComparison.Ordinal));
        Assert.Contains(problems, line => line.Contains("classifier.weight has the shape (5, 24)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.0)]
    public async Task A_truncated_file_is_refused(double share)
    {
        byte[] whole = File.ReadAllBytes(GoldenFiles.Path("peer", "end", "last.ckpt"));
        File.WriteAllBytes(folder.File("cut.ckpt"), whole[..(int)(share * whole.Length)]);

        string[] problems = await Refused(folder.File("cut.ckpt"));

        Assert.StartsWith(folder.File("cut.ckpt"), Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state_dict")]
    [InlineData("normalizer")]
    public async Task A_pickle_that_names_code_is_refused_and_nothing_of_it_runs(string part)
    {
        string trace = folder.File("it-ran"), path = folder.File("evil.ckpt");
        Python.Run(
            """
            import os, sys, torch
            class Evil:
                def __reduce__(self): return os.system, ('touch ' + sys.argv[2],)
            checkpoint = torch.load(sys.argv[1])
            if sys.argv[4] == 'state_dict': checkpoint['state_dict']['gru.extra'] = Evil()
            else: checkpoint['normalizer'] = Evil()
            torch.save(checkpoint, sys.argv[3])
            """,
            GoldenFiles.Path("peer", "start", "last.ckpt"), trace, path, part);

        string[] problems = await Refused(path);
        ProcessOutcome asStart = await AngioboardProcess.RunAsync(
            ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options, "--init-weight", path)]);

        Assert.Contains($"{path}: {part} names ", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains("system, which is code and not weights; it was not run", problems[0], StringComparison.Ordinal);
        Assert.Equal(problems, asStart.Refused());
        Assert.False(File.Exists(trace));
        Assert.False(Directory.Exists(folder.File("results")));
    }

    [Fact]
    public async Task Other_programs_objects_beside_the_weights_are_read_as_data()
    {
        string trace = folder.File("it-ran"), path = folder.File("theirs.ckpt");
        Python.Run(
            """
            import argparse, functools, os, pathlib, sys, numpy, torch
            class Evil:
                def __reduce__(self): return os.system, ('touch ' + sys.argv[2],)
            checkpoint = torch.load(sys.argv[1])
            own = checkpoint['hyper_parameters']
            checkpoint['hyper_parameters'] = argparse.Namespace(**{**dict(own), 'task': 'sequences', 'num_layers': numpy.arange(3), 'datadir': pathlib.PurePosixPath('/data'),
                'optimizer': functools.partial(torch.optim.AdamW, lr=1e-3), 'extra': Evil()})
            checkpoint['callbacks'] = {'mine': Evil(), 'loss': torch.nn.CrossEntropyLoss()}
            torch.save(checkpoint, sys.argv[3])
            """,
            GoldenFiles.Path("peer", "end", "last.ckpt"), trace, path);

        (await AngioboardProcess.RunAsync(
            "predict", "--weight", path, "--split", GoldenFiles.Path("split.json"), "--datadir", GoldenFiles.Path("exams"),
            "--max-frames", "6",
            "--output", folder.File("predictions.json"))).Done();

        Assert.InRange(RunFiles.Difference(folder.File("predictions.json"), GoldenFiles.Path("peer", "end", "predictions.json")), 0, 1e-5);
        Assert.False(File.Exists(trace));
    }

    [Theory]
    [InlineData("""{"classifier.weight":{"dtype":"F32","shape":[5,8],"data_offsets":[0,16]}}""")]
    [InlineData("""{"classifier.weight":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4000000000000]}}""")]
    [InlineData("""{"classifier.weight":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""")]
    public async Task A_safetensors_header_with_false_sizes_is_refused(string header)
    {
        string path = folder.File("lying.safetensors");
        byte[] json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[16]]);

        string[] problems = await Refused(path);

        Assert.StartsWith($"{path}: ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_longer_than_its_file_and_a_folder_without_checkpoints_are_refused()
    {
        File.WriteAllBytes(folder.File("long.safetensors"), [.. BitConverter.GetBytes(1L << 40), .. "{}"u8]);
        Directory.CreateDirectory(folder.File("Train_1"));

        Assert.StartsWith(folder.File("long.safetensors"), Assert.Single(await Refused(folder.File("long.safetensors"))),
            StringComparison.Ordinal);
        Assert.Contains("holds neither best-….ckpt nor last.ckpt", Assert.Single(await Refused(folder.File("Train_1"))),
            StringComparison.Ordinal);
        Assert.Contains("nowhere.ckpt is not there", Assert.Single(await Refused(folder.File("nowhere.ckpt"))), StringComparison.Ordinal);
    }

    private async Task<string[]> Refused(string weight, params string[] options)
    {
        File.WriteAllText(folder.File("predictions.json"), "earlier");
        ProcessOutcome outcome = await AngioboardProcess.RunAsync(
            ["predict", "--weight", weight, .. study.Options, "--output", folder.File("predictions.json"), .. options]);
        Assert.Equal("earlier", File.ReadAllText(folder.File("predictions.json")));
        return outcome.Refused();
    }
}
