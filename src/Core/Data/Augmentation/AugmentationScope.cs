namespace Angioboard.Core.Data.Augmentation;

/// <summary>For what one draw of the random augmentations holds.</summary>
public enum AugmentationScope
{
    /// <summary>Each frame draws its own.</summary>
    Frame,

    /// <summary>All frames of an exam share one draw, so that they stay registered.</summary>
    Exam,

    /// <summary>All frames of a batch share one draw.</summary>
    Batch,
}
