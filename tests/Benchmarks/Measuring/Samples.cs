namespace Angioboard.Benchmarks.Measuring;

/// <summary>The measurements of one side.</summary>
internal sealed record Samples(IReadOnlyList<double> Values)
{
    /// <summary>The median; for an even number, the mean of the middle two.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Median:G4} ({Values.Min():G4} to {Values.Max():G4})";
}
