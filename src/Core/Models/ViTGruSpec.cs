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
    int Classes = 5)
{
    /// <summary>Numbers in the model's largest parts: a little less than it has. No shape is so large that this could not be told.</summary>
    public double LeastParameters
    {
        get
        {
            double dim = Backbone.Dim, hidden = HiddenDim, directions = Bidirectional ? 2 : 1, side = Math.Floor((double)Backbone.ImageSize / Backbone.Patch);
            double frames = 12 * dim * dim * Backbone.Depth + dim * (3.0 * Backbone.Patch * Backbone.Patch + side * side);
            double exams = 3 * hidden * directions * (dim + hidden + (NumLayers - 1) * (directions + 1) * hidden);
            return frames + exams;
        }
    }
}
