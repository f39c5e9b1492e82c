namespace Angioboard.Core.Models;

/// <summary>Where the statistics that frames are normalised with come from.</summary>
public enum NormalizerKind
{
    /// <summary>What the pretrained weights were trained with: mean 0.5, deviation 0.5.</summary>
    Backbone,

    /// <summary>ImageNet's: 0.485 0.456 0.406 and 0.229 0.224 0.225.</summary>
    Imagenet,

    /// <summary>The training frames' own.</summary>
    Dataset,
}
