namespace Angioboard.Faults.Kills;

/// <summary>Settings of the runs that are killed: small, one thread, and with every option that makes exact resuming hard.</summary>
/// <param name="Name">The experiment's name.</param>
/// <param name="Own">The options that differ from the other variants.</param>
internal sealed record RunVariant(string Name, string[] Own)
{
    private static readonly string[] Common =
    [
        "--data", "phantom", "--device", "cpu", "--threads", "1", "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)",
        "--max-frames", "4",
        "--lr", "3e-3", "--shuffle", "true", "--augmentations", "true", "--balance-classes", "true", "--dropout", "0.3", "--seed", "11",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RunVariant> All { get; } =
    [
        new("epochs",
        [
            "--epochs", "24", "--batch-size", "1", "--accumulate-grad-batches", "2", "--scheduler", "cosine", "--warmup-steps", "3",
            "--early-stopping-patience", "8", "--hidden-dim", "8", "--grad-clip", "1",
        ]),
        new("steps",
        [
            "--epochs", "24", "--batch-size", "1", "--accumulate-grad-batches", "3", "--scheduler", "cosine", "--warmup-steps", "5",
            "--early-stopping-patience", "8", "--hidden-dim", "48", "--checkpoint-minutes", "1e-6",
        ]),
        new("exams",
        [
            "--epochs", "20", "--batch-size", "2", "--augmentation-scope", "exam", "--bidirectional", "true",
            "--freeze-backbone-epochs", "2",
            "--early-stopping-patience", "10", "--hidden-dim", "96", "--num-layers", "2", "--checkpoint-minutes", "1e-6",
        ]),
    ];

    /// <summary>The options of `angioboard experiment` and `submit`.</summary>
    public string[] Options(string study) => ["--split", Path.Combine(study, "split.json"), "--datadir", study, .. Common, .. Own];
}
