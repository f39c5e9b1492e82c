namespace Angioboard.Core.Data;

/// <summary>Which half of a side-by-side frame is used.</summary>
public enum Modality
{
    /// <summary>Fluorescein angiography: the left half.</summary>
    FA,

    /// <summary>Indocyanine green angiography: the right half.</summary>
    ICGA,

    /// <summary>The whole width.</summary>
    Full,
}
