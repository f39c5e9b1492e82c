using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>Builds the model described by settings and loads weights into it.</summary>
public static class ModelFactory
{
    /// <summary>A model with initial weights determined by the seed.</summary>
    /// <param name="settings">Resolved settings.</param>
    /// <param name="statistics">Statistics that normalise frames.</param>
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
    /// <returns>Names that the model does not use, such as a loss's class weights.</returns>
    /// <exception cref="InputException">
    /// Weights are missing, of the wrong shape, unknown to the model or not finite; all are listed.
    /// </exception>
    public static WeightsMatch Load(ViTGru model, WeightNames weights, string path)
    {
        Dictionary<string, Tensor> parameters = model.state_dict();
        return Copy(parameters, WeightsMatch.Whole(weights, Shapes(parameters), path), path);
    }

    /// <summary>The same for weights under the names of their file.</summary>
    public static WeightsMatch Load(ViTGru model, IReadOnlyDictionary<string, Tensor> weights, string path) =>
        Load(model, WeightNames.Whole(weights, path), path);

    /// <summary>Copies a backbone's weights in by timm's names; a position embedding of another image size is resampled.</summary>
    /// <returns>
    /// Names that matched, and names that the model does not use. Of the model's weights only the final norm may be missing.
    /// </returns>
    /// <exception cref="InputException">
    /// Weights are missing, of the wrong shape, unknown to the backbone or not finite; all are listed.
    /// </exception>
    public static WeightsMatch LoadBackbone(ViTGru model, WeightNames weights, string path)
    {
        Dictionary<string, Tensor> parameters = model.Backbone.state_dict();
        return Copy(parameters, WeightsMatch.Encoder(weights, Shapes(parameters), path), path);
    }

    private static Dictionary<string, long[]> Shapes(Dictionary<string, Tensor> parameters) =>
        parameters.ToDictionary(p => p.Key, p => p.Value.shape);

    private static WeightsMatch Copy(Dictionary<string, Tensor> parameters, WeightsMatch match, string path)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor weight) in match.Matched)
        {
            Tensor parameter = parameters[name];
            parameter.copy_(weight.shape.SequenceEqual(parameter.shape)
                ? weight
                : PositionEmbedding.Resample(weight.to_type(ScalarType.Float32), (int)Math.Sqrt(parameter.shape[1] - 1), path));
        }
        return match;
    }
}
