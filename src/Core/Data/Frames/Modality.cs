using System.Text.Json.Serialization;

namespace Angioboard.Core.Data.Frames;

/// <summary>Which half of a side-by-side frame is used.</summary>
public enum Modality
{
    /// <summary>Fluorescein angiography: the left half.</summary>
    [JsonStringEnumMemberName("FA")]
    FA,

    /// <summary>Indocyanine green angiography: the right half.</summary>
    [JsonStringEnumMemberName("ICGA")]
    ICGA,

    /// <summary>The whole width.</summary>
    Full,
}
