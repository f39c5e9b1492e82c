namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Weights of other programs: loaded as those programs load them, or refused in the same way by every verb.</summary>
public sealed class BadWeightsTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("weights['backbone.blocks.0.ls1.gamma'] = torch.full((16,), 0.01)", "backbone.blocks.0.ls1.gamma (LayerScale)")]
    [InlineData("weights['classifier2.weight'] = torch.ones(5, 5)", "classifier2.weight")]
    public async Task A_whole_model_that_is_another_network_is_refused_by_every_verb(string change, string named)
    {
        string path = Made("model.ckpt", change), output = folder.File("output");

        string[] predicted =
            (await AngioboardProcess.RunAsync(["predict", "--weight", path, .. study.Options, "--output", output])).Refused();
        string[] verified = (await AngioboardProcess.RunAsync(
            ["verify", "--weight", path, .. study.Options, "--predictions", Path.Combine(study.Run, "predictions.json")])).Refused();
        string[] exported = (await AngioboardProcess.RunAsync("export", "--weight", path, "--output", output)).Refused();
        string[] trained =
            (await AngioboardProcess.RunAsync(["train", "--output", output, .. TinyModel.On(study.Options, "--init-weight", path)]))
                .Refused();

        Assert.Contains($"{path}: holds a weight that this model does not have: {named}", Assert.Single(predicted),
            StringComparison.Ordinal);
        Assert.Equal(predicted, verified);
        Assert.Equal(predicted, exported);
        Assert.Equal(predicted, trained);
        Assert.False(Path.Exists(output));
    }

    [Theory]
    [InlineData("{k.replace('blocks.0.', 'blocks.0.0.'): v for k, v in encoder.items()}", "weights are missing: blocks.0.norm1.weight",
        "(DINOv2's blocks in chunks")]
    [InlineData("{**encoder, 'reg_token': torch.ones(1, 4, 16)}", "reg_token (register tokens)")]
    [InlineData("{**encoder, 'blocks.0.attn.q_norm.weight': torch.ones(8)}", "blocks.0.attn.q_norm.weight (norms of queries and keys)")]
    [InlineData("{**encoder, 'blocks.0.attn.q_bias': torch.ones(16)}", "blocks.0.attn.q_bias (BEiT's relative positions and biases)")]
    [InlineData("{**encoder, 'pos_embed': encoder['pos_embed'][:, 1:]}", "pos_embed holds 4 tokens, none for the class token")]
    [InlineData("{**encoder, 'norm.weight': encoder['norm.weight'] * float('inf')}", "norm.weight: 16 of its 16 values are not finite")]
    [InlineData("{k: v for k, v in encoder.items() if k != 'norm.bias'}", "1 of the model's 18 weights is missing: norm.bias")]
    public async Task An_encoder_that_does_not_fit_is_refused_before_a_run_is_created(string content, params string[] told)
    {
        string path = Made("encoder.pth", $"checkpoint = {content}");

        string[] problems = (await AngioboardProcess.RunAsync(
            ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options, "--pretrained", path)])).Refused();

        Assert.Equal(told.Length, problems.Length);
        foreach ((string problem, string text) in problems.Zip(told)) Assert.Contains(text, problem, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("results")));
    }

    [Fact]
    public async Task A_web_page_or_LFS_pointer_in_place_of_weights_is_recognised()
    {
        File.WriteAllText(folder.File("page.safetensors"), "<!DOCTYPE html><html><head><title>Sign in</title></head></html>");
        File.WriteAllText(folder.File("pointer.ckpt"), "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 85800000\n");

        string[] page = (await AngioboardProcess.RunAsync(
            ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options, "--pretrained", folder.File("page.safetensors"))]))
            .Refused();
        string[] pointer =
            (await AngioboardProcess.RunAsync("export", "--weight", folder.File("pointer.ckpt"), "--output",
                folder.File("model.safetensors"))).Refused();

        Assert.Contains("page.safetensors: is a web page, not the weights; download the file itself", Assert.Single(page),
            StringComparison.Ordinal);
        Assert.Contains("pointer.ckpt: is a Git LFS pointer, not the weights; fetch them", Assert.Single(pointer),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights = {'module.' + k: v for k, v in weights.items()}")]
    [InlineData("weights = {k.replace('backbone.', 'backbone._orig_mod.'): v for k, v in weights.items()}")]
    [InlineData("checkpoint['hyper_parameters'].update(num_layers=2, hidden_dim=64, bidirectional=True, image_size=64, pool='avg')")]
    [InlineData("weights['train_loss.weight'] = torch.ones(5)")]
    public async Task Wrapped_names_stale_hyper_parameters_and_a_losss_weights_change_no_prediction(string change)
    {
        string path = Made("model.ckpt", change);

        (await AngioboardProcess.RunAsync(
            "predict", "--weight", path, "--split", study.Split, "--datadir", study.Folder, "--output", folder.File("predictions.json"),
            "--threads", "1")).Done();

        Assert.InRange(RunFiles.Difference(folder.File("predictions.json"), Path.Combine(study.Run, "predictions.json")), 0, 1e-6);
    }

    [Theory]
    [InlineData("{'state_dict': encoder, 'state_dict_ema': ema}", "state_dict_ema")]
    [InlineData("{'student': {'module.backbone.' + k: v for k, v in encoder.items()}, 'teacher': {'backbone.' + k: v for k, v in "
        + "ema.items()}}", "teacher")]
    public async Task Averaged_weights_are_taken_and_reported_unless_raw_ones_are_requested(string content, string nest)
    {
        string path = Made("encoder.pth", $"ema = {{k: v + 1 for k, v in encoder.items()}}\ncheckpoint = {content}");
        string[] Options(params string[] own) =>
            ["train", "--output", folder.File("results"),
                .. TinyModel.On(study.Options, ["--pretrained", path, "--epochs", "1", "--freeze-backbone-epochs", "1", .. own])];

        ProcessOutcome averaged = (await AngioboardProcess.RunAsync(Options())).Done(),
            raw = (await AngioboardProcess.RunAsync(Options("--weights", "raw"))).Done();

        string line = $"{path}: took the averaged weights ({nest}); --weights raw takes the raw ones, if it has them";
        Assert.Contains(line, averaged.Errors, StringComparison.Ordinal);
        Assert.Contains(line, File.ReadAllLines(Path.Combine(averaged.Result, "console.log")));
        Assert.DoesNotContain("averaged", raw.Errors, StringComparison.Ordinal);
        Assert.Equal(1, Offset(averaged.Result), 1e-5);
        Assert.Equal(0, Offset(raw.Result), 1e-5);
        Assert.Equal("raw", (string)RunFiles.Json(raw.Result, "settings.json")["weights"]!);
    }

    /// <summary>
    /// The shared run's best checkpoint after lines of Python that change <c>checkpoint</c> or its <c>weights</c>, or extract its
    /// <c>encoder</c>.
    /// </summary>
    private string Made(string name, string change)
    {
        Python.Run(
            $"""
            import sys, torch
            checkpoint = torch.load(sys.argv[1])
            weights = checkpoint['state_dict']
            encoder = dict((k[9:], v) for k, v in weights.items() if k.startswith('backbone.'))
            {change}
            if 'state_dict' in checkpoint and 'hyper_parameters' in checkpoint: checkpoint['state_dict'] = weights
            torch.save(checkpoint, sys.argv[2])
            """,
            RunFiles.Best(study.Run), folder.File(name));
        return folder.File(name);
    }

    // The distance of a run's encoder, which was not trained, from the shared run's.
    private double Offset(string run) => double.Parse(
        Python.Run(
            """
            import sys, torch
            a, b = (torch.load(path)['state_dict']['backbone.norm.weight'] for path in sys.argv[1:])
            print((a - b).mean().item())
            """,
            Path.Combine(run, "last.ckpt"), RunFiles.Best(study.Run)),
        System.Globalization.CultureInfo.InvariantCulture);
}
