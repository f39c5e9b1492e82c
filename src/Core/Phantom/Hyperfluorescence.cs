namespace Angioboard.Core.Phantom;

/// <summary>The phantom's classes, numbered as in AngioReport's HyperF_Type; they differ in how the lesion changes over time.</summary>
internal enum Hyperfluorescence
{
    /// <summary>Grows, and its edge blurs.</summary>
    Leakage,

    /// <summary>Brightens in place.</summary>
    Staining,

    /// <summary>Does not change.</summary>
    No,

    /// <summary>Fills a closed space from below, behind a sharp level.</summary>
    Pooling,

    /// <summary>Bright early, then fades.</summary>
    WindowDefect,
}
