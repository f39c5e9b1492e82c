namespace Angioboard.Core.Phantom;

/// <summary>The phantom's classes, numbered as in AngioReport's HyperF_Type; they differ in what the lesion does over time.</summary>
internal enum Hyperfluorescence
{
    /// <summary>Grows, and its edge blurs.</summary>
    Leakage,

    /// <summary>Brightens where it is.</summary>
    Staining,

    /// <summary>Stays as it is.</summary>
    No,

    /// <summary>Fills a closed space from below, behind a sharp level.</summary>
    Pooling,

    /// <summary>Bright early, then fades.</summary>
    WindowDefect,
}
