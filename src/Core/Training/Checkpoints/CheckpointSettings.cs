using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.Settings;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>Reads the settings of the model and of its frame preparation from a checkpoint.</summary>
public static class CheckpointSettings
{
    // Hyper-parameters that affect predictions; the others describe the training.
    internal static readonly string[] Told =
    [
        "backbone", "pool", "hidden_dim", "num_layers", "bidirectional", "dropout", "num_classes", "class_names", "image_size",
        "modality", "strip", "max_frames", "max_frames_span", "cache_dtype", "precision", "task",
    ];

    private const string TokenNorm = "backbone.norm.weight", AverageNorm = "backbone.fc_norm.weight";

    // Settings that the weights' shapes determine. The shapes win over hyper-parameters, which may come from an earlier model.
    private static readonly string[] Shaped = ["pool", "hidden_dim", "num_layers", "bidirectional", "num_classes", "image_size"];

    /// <summary>Settings determined by the shapes of the weights, and the remaining ones from the hyper-parameters.</summary>
    /// <param name="weights">The weights under the model's names.</param>
    /// <param name="hyperParameters">The file's hyper-parameters.</param>
    /// <param name="path">The file.</param>
    /// <param name="given">Whether the user gives this setting, so that the file may lack it.</param>
    /// <returns>The settings, and a line for each hyper-parameter that the weights contradict.</returns>
    /// <exception cref="InputException">The weights are not those of a ViT + GRU, or the backbone cannot be identified.</exception>
    public static (JsonObject Settings, IReadOnlyList<string> Doubts) Settings(
        WeightNames weights, IReadOnlyDictionary<string, object?> hyperParameters, string path, Func<string, bool> given)
    {
        JsonObject shown = Inferred(weights, path), settings = [];
        List<string> doubts = [];
        foreach (string name in Told)
        {
            if (!hyperParameters.TryGetValue(name, out object? value) || name == "backbone") continue;
            // Another program may use the name differently: then the shapes, defaults or the user's options decide.
            JsonNode? told = PlainValue.ToJson(value);
            if (!SettingsFile.Reads(name, told))
            {
                if (value is not null && !Shaped.Contains(name) && !given(name))
                    doubts.Add(
                        $"{path}: hyper_parameters has {name} {told?.ToJsonString() ?? "something else"}, which is not a valid value: " +
                        "the default is used; set another one as an option");
                continue;
            }
            settings[name] = told;
            if (told is not null && shown[name] is { } seen && !given(name) && !Same(name, told, seen))
                doubts.Add($"{path}: hyper_parameters has {name} {told}, but its weights have {name} {seen}, which is used");
        }
        foreach (string name in Shaped) if (shown[name] is { } seen) settings[name] = seen.DeepClone();
        if (!given("backbone")) settings["backbone"] = Backbone(weights, hyperParameters, path, (long)shown["image_size"]!);
        if (weights.Inside.ContainsKey(TokenNorm) && weights.Inside.ContainsKey(AverageNorm) && settings["pool"] is null && !given("pool"))
            throw new InputException(
                $"{path}: holds the norms of both poolings ({TokenNorm}, {AverageNorm}); " +
                "set pool to token or avg, whichever it was trained with");
        if (settings["class_names"] is JsonArray names && names.Count != (long)shown["num_classes"]!)
        {
            settings.Remove("class_names");
            doubts.Add(
                $"{path}: hyper_parameters has {names.Count} class names, but its weights have {shown["num_classes"]}: " +
                "class numbers are used as names");
        }
        return (settings, doubts);
    }

    private static JsonObject Inferred(WeightNames weights, string path)
    {
        IReadOnlyDictionary<string, NamedWeight> inside = weights.Inside;
        long[] Shape(string name, int dimensions) => !inside.TryGetValue(name, out NamedWeight? weight)
            ? throw new InputException(
                $"{path}: {name} is not among its weights; give a checkpoint of a ViT + GRU (backbone.*, gru.*, classifier.*)")
            : weight.Tensor.shape is var shape && shape.Length == dimensions && !shape.Contains(0) ? shape
            : throw new InputException(
                $"{path}: {weight.Name} has the shape [{string.Join(", ", shape)}], which does not match a ViT + GRU; give a checkpoint of "
                    + $"one");

        long dim = Shape("backbone.cls_token", 3)[^1], patch = Shape("backbone.patch_embed.proj.weight", 4)[^1];
        long[] position = Shape("backbone.pos_embed", 3);
        if (PositionEmbedding.Problem(position, dim) is { } problem) throw new InputException($"{path}: {problem}");
        JsonObject settings = new()
        {
            ["hidden_dim"] = Shape("gru.weight_hh_l0", 2)[1],
            ["num_layers"] = Enumerable.Range(0, 64).TakeWhile(layer => inside.ContainsKey($"gru.weight_hh_l{layer}")).Count(),
            ["bidirectional"] = inside.ContainsKey("gru.weight_hh_l0_reverse"),
            ["num_classes"] = Shape("classifier.weight", 2)[0],
            ["image_size"] = (long)Math.Sqrt(position[1] - 1) * patch,
        };
        // If the norms of both poolings are present, the weights do not determine it.
        bool token = inside.ContainsKey(TokenNorm), avg = inside.ContainsKey(AverageNorm);
        if (token != avg) settings["pool"] = avg ? "avg" : "token";
        return settings;
    }

    private static string Backbone(WeightNames weights, IReadOnlyDictionary<string, object?> hyperParameters, string path, long imageSize)
    {
        EncoderSizes sizes = EncoderSizes.Of(
            name => weights.Inside.GetValueOrDefault(WeightNames.Backbone + name)?.Tensor.shape,
            weights.Inside.Keys.Where(name => name.StartsWith(WeightNames.Backbone, StringComparison.Ordinal))
                .Select(name => name[WeightNames.Backbone.Length..]))
            ?? throw new InputException($"{path}: its patches are not square, or it has no blocks; give a checkpoint of a ViT + GRU");
        BackboneSpec? told = Known(hyperParameters.GetValueOrDefault("backbone") as string);
        if (told is not null && sizes.Fits(told)) return told.Name;
        if (told is null && sizes.Named is { } named) return named.Name;
        // The number of attention heads cannot be read from a shape.
        string given = sizes.Named?.Name ?? $"vit(img={imageSize},patch={sizes.Patch},dim={sizes.Dim},depth={sizes.Depth},heads=…)";
        throw new InputException(told is null
            ? $"{path}: the number of its attention heads is not in the file; give backbone {given}"
            : $"{path}: hyper_parameters has the backbone {told.Name}, but its weights have {sizes}; give backbone {given}");
    }

    // Converted to a setting, so that 2 and 2.0 are equal.
    private static bool Same(string name, JsonNode told, JsonNode seen) =>
        JsonNode.DeepEquals(AsSetting(name, told), AsSetting(name, seen));

    private static JsonNode? AsSetting(string name, JsonNode value) =>
        SettingsFile.ToJson(new JsonObject { [name] = value.DeepClone() }.Deserialize<RunSettings>(SettingsFile.Json)!)[name];

    private static BackboneSpec? Known(string? backbone)
    {
        try
        {
            return backbone is null ? null : BackboneSpec.Parse(backbone);
        }
        catch (InputException)
        {
            return null; // Another program's name: the shapes of the weights identify the backbone.
        }
    }
}
