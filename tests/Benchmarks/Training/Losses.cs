namespace Angioboard.Benchmarks.Training;

/// <summary>Compares the losses of two sides, to show that they do the same training.</summary>
internal static class Losses
{
    /// <summary>The largest difference of two sides' losses, in words.</summary>
    public static string Apart(double[] ours, double[] theirs) =>
        $"losses of {ours.Length} steps differ by {ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max():G2}";
}
