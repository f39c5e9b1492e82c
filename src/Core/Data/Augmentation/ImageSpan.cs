namespace Angioboard.Core.Data.Augmentation;

/// <summary>One image in memory: (C, H, W) float32 values, rows from the top.</summary>
internal readonly ref struct ImageSpan(Span<float> values, int channels, int height, int width)
{
    /// <summary>All values, channel after channel.</summary>
    public Span<float> Values { get; } = values;

    /// <summary>1 for a frame; 3 for colour.</summary>
    public int Channels { get; } = channels;

    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>Columns.</summary>
    public int Width { get; } = width;

    /// <summary>The values of one channel.</summary>
    public Span<float> Channel(int c) => Values.Slice(c * Height * Width, Height * Width);
}
