namespace Angioboard.Core.Models;

/// <summary>Source of the statistics that normalise frames.</summary>
public enum NormalizerKind
{
    /// <summary>Those of the pretrained weights: mean 0.5, deviation 0.5.</summary>
    Backbone,

    /// <summary>ImageNet's: 0.485 0.456 0.406 and 0.229 0.224 0.225.</summary>
    Imagenet,

    /// <summary>The training frames' own.</summary>
    Dataset,
}
