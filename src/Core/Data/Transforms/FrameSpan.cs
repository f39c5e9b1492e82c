namespace Angioboard.Core.Data.Transforms;

/// <summary>Which frames are taken when an exam has more than the cap.</summary>
public enum FrameSpan
{
    /// <summary>Evenly spread from the first to the last.</summary>
    Uniform,

    /// <summary>The final ones.</summary>
    Last,
}
