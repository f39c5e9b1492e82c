namespace Angioboard.Core.Data.Transforms;

/// <summary>Which frames are used if an exam has more than the maximum.</summary>
public enum FrameSpan
{
    /// <summary>Evenly spread from the first to the last.</summary>
    Uniform,

    /// <summary>The final ones.</summary>
    Last,
}
