using System.Text.Json.Nodes;
using Angioboard.Core.Formats;
using Angioboard.Core.Models;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>What a checkpoint tells of the model and of how its frames were prepared, as settings.</summary>
public static class CheckpointShape
{
    // Hyper-parameters that a prediction depends on; the others say how the weights came about.
    internal static readonly string[] Told =
    [
        "backbone", "pool", "hidden_dim", "num_layers", "bidirectional", "dropout", "num_classes", "class_names", "image_size",
        "modality", "strip", "max_frames", "max_frames_span", "cache_dtype", "precision", "task",
    ];

    /// <summary>
    /// The settings that the hyper-parameters name, and where they are silent those that the shapes of the weights show.
    /// </summary>
    /// <exception cref="InputException">The weights are not those of a ViT + GRU.</exception>
    public static JsonObject Settings(WeightsFile file, string path)
    {
        IReadOnlyDictionary<string, Tensor> weights = file.Tensors;
        JsonObject settings = Inferred(weights, path);
        foreach (string name in Told)
        {
            if (!file.HyperParameters.TryGetValue(name, out object? value)) continue;
            if (name == "backbone" && !Known(value as string)) continue;
            // Another program may mean something else by the name: then the shapes, the defaults or the user's options tell.
            JsonNode? told = PlainValue.ToJson(value);
            if (SettingsFile.Reads(name, told)) settings[name] = told;
        }
        // The shape of a weight is the truth where a hyper-parameter contradicts it.
        settings["num_classes"] = weights["classifier.weight"].shape[0];
        if (settings["class_names"] is JsonArray names && names.Count != weights["classifier.weight"].shape[0]) settings.Remove("class_names");
        return settings;
    }

    private static JsonObject Inferred(IReadOnlyDictionary<string, Tensor> weights, string path)
    {
        long[] Shape(string name, int dimensions) => !weights.TryGetValue(name, out Tensor? tensor)
            ? throw new InputException($"{path}: {name} is not among its weights; give a checkpoint of a ViT + GRU (backbone.*, gru.*, classifier.*)")
            : tensor.shape is var shape && shape.Length == dimensions && !shape.Contains(0) ? shape
            : throw new InputException($"{path}: {name} has the shape [{string.Join(", ", shape)}], so it is not that of a ViT + GRU; give a checkpoint of one");

        long dim = Shape("backbone.cls_token", 3)[^1], patch = Shape("backbone.patch_embed.proj.weight", 4)[^1];
        long side = (long)Math.Sqrt(Shape("backbone.pos_embed", 3)[1] - 1) * patch;
        int depth = weights.Keys.Count(name => name.StartsWith("backbone.blocks.", StringComparison.Ordinal) && name.EndsWith(".norm1.weight", StringComparison.Ordinal));
        BackboneSpec? named = BackboneSpec.Named.FirstOrDefault(spec => spec.Dim == dim && spec.Patch == patch && spec.Depth == depth);
        JsonObject settings = new()
        {
            ["pool"] = weights.ContainsKey("backbone.fc_norm.weight") ? "avg" : "token",
            ["hidden_dim"] = Shape("gru.weight_hh_l0", 2)[1],
            ["num_layers"] = Enumerable.Range(0, 64).TakeWhile(layer => weights.ContainsKey($"gru.weight_hh_l{layer}")).Count(),
            ["bidirectional"] = weights.ContainsKey("gru.weight_hh_l0_reverse"),
            ["num_classes"] = Shape("classifier.weight", 2)[0],
            ["image_size"] = side,
        };
        if (named is not null) settings["backbone"] = named.Name;
        return settings;
    }

    private static bool Known(string? backbone)
    {
        try
        {
            return backbone is not null && BackboneSpec.Parse(backbone) is not null;
        }
        catch (InputException)
        {
            return false; // The name is another program's: the shapes of the weights say which it is.
        }
    }
}
