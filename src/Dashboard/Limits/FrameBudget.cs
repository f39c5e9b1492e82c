using System.Threading.RateLimiting;

namespace Angioboard.Dashboard.Limits;

/// <summary>
/// Limits frames that are decoded for browsers at the same time: at most one per processor, leaving one free, and at most as
/// many pixels as memory allows. Others wait.
/// </summary>
internal sealed class FrameBudget : IDisposable
{
    // A frame may have 100 megapixels, and decoding takes some bytes for each.
    private const int Megapixels = 200;
    private const int MostWaiting = 1 << 20;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Megapixels, QueueLimit = MostWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly int least = Math.Max(1, Megapixels / Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Decodes a frame once the budget allows it.</summary>
    /// <param name="pixels">The frame's number of pixels.</param>
    /// <param name="decode">Decodes it, on a thread of its own.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<T> DecodeAsync<T>(long pixels, Func<T> decode, CancellationToken cancellation)
    {
        using RateLimitLease lease = await limiter.AcquireAsync((int)Math.Clamp(pixels / 1_000_000, least, Megapixels), cancellation);
        return await Task.Run(decode, cancellation);
    }

    public void Dispose() => limiter.Dispose();
}
