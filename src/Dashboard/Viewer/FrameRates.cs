namespace Angioboard.Dashboard.Viewer;

/// <summary>How fast frames are played, in frames per second.</summary>
internal static class FrameRates
{
    /// <summary>The rate at first.</summary>
    public const int Usual = 3;

    /// <summary>All rates offered, rising.</summary>
    public static IReadOnlyList<int> All { get; } = [1, 2, 3, 5, 8, 10, 15];
}
