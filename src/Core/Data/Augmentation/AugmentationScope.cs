namespace Angioboard.Core.Data.Augmentation;

/// <summary>The scope of one draw of the random augmentations.</summary>
public enum AugmentationScope
{
    /// <summary>One draw per frame.</summary>
    Frame,

    /// <summary>One draw per exam, so that its frames stay registered.</summary>
    Exam,

    /// <summary>One draw per batch.</summary>
    Batch,
}
