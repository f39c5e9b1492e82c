namespace Angioboard.Core.Data.Augmentation;

/// <summary>Probabilities and strengths of the augmentations. The defaults are those of the Python original.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Probability of a horizontal flip.</summary>
    public double HflipProbability { get; init; } = 0.5;

    /// <summary>Probability of a vertical flip.</summary>
    public double VflipProbability { get; init; } = 0.1;

    /// <summary>Probability of a change of scale.</summary>
    public double ScaleProbability { get; init; } = 0.75;

    /// <summary>The smallest scale; below 1 the frame shrinks.</summary>
    public double ScaleMin { get; init; } = 0.8;

    /// <summary>The largest scale.</summary>
    public double ScaleMax { get; init; } = 1.2;

    /// <summary>Probability of a rotation.</summary>
    public double RotationProbability { get; init; } = 0.25;

    /// <summary>The largest rotation to either side, in degrees.</summary>
    public double RotationDegrees { get; init; } = 25;

    /// <summary>Probability of a change of brightness and contrast.</summary>
    public double JitterProbability { get; init; } = 0.25;

    /// <summary>Brightness is multiplied by a factor that differs from 1 by at most this; 0 leaves it unchanged.</summary>
    public double JitterBrightness { get; init; } = 0.33;

    /// <summary>Contrast is multiplied by a factor that differs from 1 by at most this; 0 leaves it unchanged.</summary>
    public double JitterContrast { get; init; } = 0.33;
}
