namespace Angioboard.Core.Data.Cache;

/// <summary>Precision of decoded frames in the cache and as model input.</summary>
public enum CacheDtype
{
    /// <summary>Unchanged.</summary>
    Float32,

    /// <summary>
    /// Half the space. Each value is rounded to the nearest half-precision number, by at most 2⁻¹² up to 1 (a sixteenth of a grey level)
    /// and 2⁻¹¹ in the cubic's overshoots above it, whether it comes from the cache or has just been decoded.
    /// </summary>
    Float16,
}
