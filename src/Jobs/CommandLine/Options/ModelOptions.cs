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
    /// <param name="also">What else it may be; null for nothing.</param>
    public static Option<string> Weight(string? also = null) => new("--weight")
    {
        Description = $"Train_N folder (its best checkpoint, else its last), .ckpt or .safetensors{(also is null ? "" : $"; or {also}")}",
        Required = true,
    };
}
