using Angioboard.Core.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>Builds the model that settings describe, and puts weights into it.</summary>
public static class ModelFactory
{
    /// <summary>A model with initial weights that the seed determines.</summary>
    /// <param name="settings">Resolved settings.</param>
    /// <param name="statistics">What frames are normalised with.</param>
    public static ViTGru Create(RunSettings settings, ChannelStatistics statistics)
    {
        torch.random.manual_seed(settings.Seed);
        return new ViTGru(Spec(settings), statistics, settings.Precision);
    }

    /// <summary>The model's shape.</summary>
    public static ViTGruSpec Spec(RunSettings settings)
    {
        BackboneSpec backbone = BackboneSpec.Parse(settings.Backbone);
        return new ViTGruSpec(
            settings.ImageSize is { } size ? backbone.WithImageSize(size) : backbone, settings.Pool, settings.HiddenDim, settings.NumLayers,
            settings.Bidirectional, settings.Dropout, settings.NumClasses ?? 5);
    }

    /// <summary>Copies a whole model's weights in by name; a position embedding of another image size is resampled.</summary>
    /// <returns>Names that the model has no use for, such as a loss's class weights.</returns>
    /// <exception cref="InputException">A weight is missing or has another shape; every such name is given.</exception>
    public static IReadOnlyList<string> Load(ViTGru model, IReadOnlyDictionary<string, Tensor> weights, string path) =>
        Copy(model.state_dict(), weights, "backbone.pos_embed", path);

    /// <summary>Copies a backbone's weights in by timm's names, as far as there are any.</summary>
    /// <returns>Which names fitted, which the file lacks, and which the model has no use for.</returns>
    /// <exception cref="InputException">No name fits, or a weight has another shape.</exception>
    public static WeightsMatch LoadBackbone(ViTGru model, IReadOnlyDictionary<string, Tensor> weights, string path)
    {
        Dictionary<string, Tensor> parameters = model.Backbone.state_dict();
        WeightsMatch match = WeightsMatch.Match(weights, parameters.ToDictionary(p => p.Key, p => p.Value.shape), path);
        Copy(parameters.Where(p => match.Matched.ContainsKey(p.Key)).ToDictionary(), match.Matched, "pos_embed", path);
        return match;
    }

    private static string[] Copy(
        Dictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> weights, string position, string path)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        List<string> problems = [];
        List<(Tensor Parameter, Tensor Weight)> copies = [];
        foreach ((string name, Tensor parameter) in parameters)
        {
            if (!weights.TryGetValue(name, out Tensor? weight))
            {
                problems.Add($"{path}: {name} is missing; give a checkpoint of this model, or the settings it was made with");
                continue;
            }
            if (name == position && weight.dim() == 3 && weight.shape[2] == parameter.shape[2] && weight.shape[1] != parameter.shape[1])
                weight = PositionEmbedding.Resample(weight.to_type(ScalarType.Float32), (int)Math.Sqrt(parameter.shape[1] - 1), path);
            if (!weight.shape.SequenceEqual(parameter.shape))
                problems.Add($"{path}: {name} has the shape ({string.Join(", ", weight.shape)}), the model's is ({string.Join(", ", parameter.shape)}); give the settings it was made with");
            copies.Add((parameter, weight));
        }
        if (problems.Count > 0) throw new InputException(problems);
        foreach ((Tensor parameter, Tensor weight) in copies) parameter.copy_(weight);
        return [.. weights.Keys.Where(name => !parameters.ContainsKey(name))];
    }
}
