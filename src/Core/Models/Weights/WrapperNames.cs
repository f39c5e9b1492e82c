namespace Angioboard.Core.Models.Weights;

/// <summary>
/// Names that programs wrap around a model: dictionaries in a file and prefixes of its weights' names. docs/weights.md lists them.
/// </summary>
internal static class WrapperNames
{
    // In programs that keep a model in parts, these are the encoder only: the whole model comes first.
    private static readonly string[] Parts = ["backbone", "encoder", "vit", "base_encoder"];

    /// <summary>
    /// Segments that may appear anywhere in a name without effect: DataParallel, torch.compile, FSDP, activation checkpointing, Fabric.
    /// </summary>
    public static IReadOnlyList<string> Transparent { get; } =
        ["module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module"];

    /// <summary>Moving averages of neighbouring weights.</summary>
    public static IReadOnlyList<string> Averaged { get; } = ["state_dict_ema", "model_ema", "ema_state_dict", "ema_model", "ema"];

    /// <summary>Other names that hold a model's weights.</summary>
    public static IReadOnlyList<string> Plain { get; } =
        ["state_dict", "model", "model_state_dict", "model_state", "net", "network", "module", "backbone", "encoder", "vit",
            "base_encoder"];

    /// <summary>In self-distillation (DINO, iBOT) the moving average of <see cref="Student"/>; elsewhere another model.</summary>
    public const string Teacher = "teacher";

    /// <summary>What <see cref="Teacher"/> is the moving average of.</summary>
    public const string Student = "student";

    /// <summary>All segments that may stand before a name.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>([.. Averaged, .. Plain, Teacher, Student]);

    /// <summary>A file's dictionaries in search order.</summary>
    public static IReadOnlyList<string> Order(WeightsChoice choice) => choice == WeightsChoice.Ema
        ? [.. Averaged, .. Plain.Except(Parts), Teacher, Student, .. Parts]
        : [.. Plain.Except(Parts), Student, .. Parts, .. Averaged, Teacher];

    /// <summary>Whether the segments or dictionaries lead to a moving average.</summary>
    public static bool AreAveraged(IEnumerable<string> segments) =>
        segments.Any(segment => segment == Teacher || Averaged.Contains(segment));

    /// <summary>A name without its transparent segments.</summary>
    public static string Bare(string name)
    {
        if (!Transparent.Any(segment => name.Contains(segment, StringComparison.Ordinal))) return name;
        string[] segments = name.Split('.');
        return string.Join('.', segments.Where((segment, i) => i == segments.Length - 1 || !Transparent.Contains(segment)));
    }

    /// <summary>A name up to its first segment that does not belong to a wrapper.</summary>
    public static string First(string name)
    {
        string[] segments = name.Split('.');
        int wrappers = segments.TakeWhile(segment => All.Contains(segment) || Transparent.Contains(segment)).Count();
        return string.Join('.', segments.Take(wrappers + 1));
    }
}
