using System.CommandLine;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.CommandLine.Options;

/// <summary>What the verbs that use a trained model have in common.</summary>
internal static class ModelOptions
{
    /// <summary>Settings that a checkpoint contains, or that say how to compute.</summary>
    public static IReadOnlyCollection<string> Settings { get; } =
    [
        .. PathSettings.PlacesOfData,
        "num_classes", "class_names", "modality", "strip", "max_frames", "max_frames_span", "image_size", "cache_dtype",
        "backbone", "pool", "weights", "normalizer", "hidden_dim", "num_layers", "bidirectional", "batch_size", "device", "threads",
    ];

    /// <summary>--weight.</summary>
    public static Option<string> Weight() =>
        new("--weight") { Description = "Train_N folder (its best checkpoint, else its last), .ckpt or .safetensors", Required = true };
}
