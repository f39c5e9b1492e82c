namespace Angioboard.Core.Models;

/// <summary>The shape of a <see cref="ViTGru"/>.</summary>
/// <param name="Backbone">The frame encoder, with the image size in use.</param>
/// <param name="Pool">How tokens become a frame's embedding.</param>
/// <param name="HiddenDim">Size of the GRU's hidden state.</param>
/// <param name="NumLayers">Number of GRU layers.</param>
/// <param name="Bidirectional">Whether a second GRU reads the frames backwards; the final states are concatenated.</param>
/// <param name="Dropout">Probability of dropping an element of the final state, in training.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record ViTGruSpec(
    BackboneSpec Backbone, Pool Pool = Pool.Token, int HiddenDim = 256, int NumLayers = 1, bool Bidirectional = false, double Dropout = 0.2,
    int Classes = 5)
{
    /// <summary>Lower bound of the number of parameters: those of the largest parts. Does not overflow for any shape.</summary>
    public double LeastParameters
    {
        get
        {
            double dim = Backbone.Dim, hidden = HiddenDim, directions = Bidirectional
                ? 2
                : 1, side = Math.Floor((double)Backbone.ImageSize / Backbone.Patch);
            double frames = 12 * dim * dim * Backbone.Depth + dim * (3.0 * Backbone.Patch * Backbone.Patch + side * side);
            double exams = 3 * hidden * directions * (dim + hidden + (NumLayers - 1) * (directions + 1) * hidden);
            return frames + exams;
        }
    }
}
