using System.Text.Json.Nodes;

namespace Angioboard.Core.Settings;

/// <summary>A named part of the settings: for the data or for the model and its training.</summary>
/// <param name="Kind"><c>data</c> or <c>model</c>, as the option that takes it.</param>
/// <param name="Name">The preset's name.</param>
/// <param name="Summary">One-line description.</param>
/// <param name="Settings">Its settings, by their names in files.</param>
public sealed record Preset(string Kind, string Name, string Summary, JsonObject Settings)
{
    /// <summary>The built-in presets.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("data", "angioreport-hyperftype-seq", "AngioReport (APTOS): type of hyperfluorescence, FA sequences", Parse("""
            {
              "task": "multiclass",
              "num_classes": 5,
              "class_names": ["Leakage", "Staining", "No", "Pooling", "Window defect"],
              "modality": "FA",
              "strip": 50,
              "max_frames": 12,
              "max_frames_span": "uniform"
            }
            """)),
        new("data", "phantom", "The synthetic study created by `angioboard phantom`", Parse("""
            {
              "task": "multiclass",
              "num_classes": 5,
              "class_names": ["Leakage", "Staining", "No", "Pooling", "Window defect"],
              "modality": "FA",
              "strip": 50,
              "max_frames": 8,
              "max_frames_span": "uniform",
              "patients": "(\\d+)_[LR]$"
            }
            """)),
        new("model", "temporal-vitgru", "ViT-small and GRU with the settings of the Python original; uses pretrained weights", Parse("""
            {
              "backbone": "vit_small_patch16_224.augreg_in21k",
              "pool": "token",
              "pretrained": "hub",
              "normalizer": "backbone",
              "hidden_dim": 256,
              "num_layers": 1,
              "bidirectional": false,
              "dropout": 0.2,
              "epochs": 40,
              "batch_size": 2,
              "lr": 0.0001,
              "weight_decay": 0.01,
              "balance_classes": true,
              "augmentations": true,
              "augmentation_scope": "frame",
              "checkpoint_metric": "min/loss"
            }
            """)),
        new("model", "phantom-quick", "A small ViT for the phantom dataset; trains in about a minute on two cores", Parse("""
            {
              "backbone": "vit(img=32,patch=8,dim=64,depth=2,heads=4)",
              "pretrained": "none",
              "normalizer": "dataset",
              "hidden_dim": 64,
              "bidirectional": true,
              "epochs": 30,
              "batch_size": 8,
              "lr": 0.001,
              "scheduler": "cosine",
              "warmup_steps": 40,
              "grad_clip": 1,
              "augmentations": false,
              "threads": 1
            }
            """)),
    ];

    /// <summary>The settings of a built-in preset or of a JSON file.</summary>
    /// <exception cref="InputException">Neither a preset nor a file of this name exists, or the file is not valid.</exception>
    public static JsonObject Find(string kind, string nameOrPath)
    {
        if (All.FirstOrDefault(preset => preset.Kind == kind && preset.Name == nameOrPath) is { } known) return known.Settings;
        if (File.Exists(nameOrPath)) return SettingsFile.Read(nameOrPath);
        throw new InputException(
            $"{kind}: {nameOrPath} is neither a preset ({string.Join(", ", All.Where(p => p.Kind == kind).Select(p => p.Name))}) "
                + $"nor a JSON file");
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
