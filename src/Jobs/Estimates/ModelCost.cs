using Angioboard.Core.Models;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Estimates;

/// <summary>What a model costs to compute, from its shape only.</summary>
internal static class ModelCost
{
    // A multiplication and an addition.
    private const double Operation = 2;

    // Gradients with respect to inputs and to weights each cost as much as the forward pass.
    private const double TrainingPasses = 3;

    private const int FloatBytes = 4;

    // Weight, gradient and AdamW's two moments.
    private const int CopiesInTraining = 4;

    // Values that a block keeps for the backward pass per token, in units of the token's width: norms, query, key, value, attention, MLP
    // and its activation.
    private const double KeptWidths = 18;

    /// <summary>The backbone that the settings name, with the image size in use.</summary>
    public static BackboneSpec Backbone(RunSettings settings)
    {
        BackboneSpec spec = BackboneSpec.Parse(settings.Backbone);
        return settings.ImageSize is { } size ? spec.WithImageSize(size) : spec;
    }

    /// <summary>Floating-point operations of a frame's forward pass.</summary>
    public static double ForwardOperations(RunSettings settings)
    {
        BackboneSpec spec = Backbone(settings);
        double tokens = spec.Patches + 1, dim = spec.Dim;
        double patches = spec.Patches * dim * 3 * spec.Patch * spec.Patch;
        // Query, key, value and projection are dim² each, the MLP is 8 dim²; attention is two products of tokens with tokens.
        double block = tokens * 12 * dim * dim + 2 * tokens * tokens * dim;
        // The last block computes only the class token, except for keys and values, unless all tokens are averaged.
        double last = settings.Pool == Pool.Token ? tokens * 2 * dim * dim + 10 * dim * dim + 2 * tokens * dim : block;
        double hidden = settings.HiddenDim, directions = settings.Bidirectional ? 2 : 1;
        double gru =
            directions * 3 * (dim * hidden + hidden * hidden + (settings.NumLayers - 1) * (directions * hidden * hidden + hidden * hidden));
        return Operation * (patches + (spec.Depth - 1) * block + last + gru);
    }

    /// <summary>Floating-point operations of a frame in training, forward and backward.</summary>
    public static double TrainingOperations(RunSettings settings) => TrainingPasses * ForwardOperations(settings);

    /// <summary>Number of trainable parameters.</summary>
    public static double Parameters(RunSettings settings)
    {
        BackboneSpec spec = Backbone(settings);
        double dim = spec.Dim, hidden = settings.HiddenDim, directions = settings.Bidirectional ? 2 : 1;
        double backbone = 3.0 * spec.Patch * spec.Patch * dim + (spec.Patches + 1) * dim + spec.Depth * (12 * dim * dim + 13 * dim);
        return backbone + directions * 3 * (dim * hidden + hidden * hidden + (settings.NumLayers - 1) * (directions + 1) * hidden * hidden);
    }

    /// <summary>Bytes of weights, gradients and optimizer state in training.</summary>
    public static double WeightBytes(RunSettings settings) => Parameters(settings) * FloatBytes * CopiesInTraining;

    /// <summary>Bytes that a frame in a batch keeps for the backward pass.</summary>
    public static double ActivationBytes(RunSettings settings)
    {
        BackboneSpec spec = Backbone(settings);
        double tokens = spec.Patches + 1;
        return FloatBytes * spec.Depth * (KeptWidths * tokens * spec.Dim + spec.Heads * tokens * tokens);
    }
}
