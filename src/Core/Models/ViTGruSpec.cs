namespace Angioboard.Core.Models;

/// <summary>The shape of a <see cref="ViTGru"/>.</summary>
/// <param name="Backbone">The frame encoder, with the image size in use.</param>
/// <param name="Pool">How tokens become a frame's embedding.</param>
/// <param name="HiddenDim">Width of the GRU's state.</param>
/// <param name="NumLayers">GRU layers.</param>
/// <param name="Bidirectional">Whether a second GRU reads the frames backwards; the final states are concatenated.</param>
/// <param name="Dropout">Probability of dropping an element of the final state, in training.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record ViTGruSpec(
    BackboneSpec Backbone, Pool Pool = Pool.Token, int HiddenDim = 256, int NumLayers = 1, bool Bidirectional = false, double Dropout = 0.2,
    int Classes = 5);
