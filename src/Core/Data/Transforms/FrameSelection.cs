namespace Angioboard.Core.Data.Transforms;

/// <summary>Which frames of an exam the model sees.</summary>
public static class FrameSelection
{
    /// <summary>
    /// Picks at most <paramref name="maxFrames"/> of an exam's frames, in time order: evenly spread positions rounded to the
    /// nearest frame, ties to even, or the final ones. A single frame is the last one in both spans.
    /// </summary>
    /// <param name="frames">Number of frames of the exam.</param>
    /// <param name="maxFrames">The maximum; null for every frame.</param>
    /// <param name="span">Which frames are used if the exam has more than the maximum.</param>
    /// <returns>Rising positions among 0 … <paramref name="frames"/> − 1.</returns>
    public static int[] Select(int frames, int? maxFrames, FrameSpan span) => (maxFrames, span) switch
    {
        (null, _) => [.. Enumerable.Range(0, frames)],
        ({ } cap, _) when frames <= cap => [.. Enumerable.Range(0, frames)],
        (1, _) => [frames - 1],
        ({ } cap, FrameSpan.Last) => [.. Enumerable.Range(frames - cap, cap)],
        ({ } cap, _) => [.. Enumerable.Range(0, cap).Select(i => (int)Math.Round(i * (frames - 1) / (cap - 1.0)))],
    };
}
