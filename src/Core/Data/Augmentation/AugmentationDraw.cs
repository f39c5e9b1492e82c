namespace Angioboard.Core.Data.Augmentation;

/// <summary>The random draw for one frame; null and false leave it unchanged.</summary>
/// <param name="FlipHorizontally">Mirrors left and right.</param>
/// <param name="FlipVertically">Mirrors top and bottom.</param>
/// <param name="Scale">Enlargement about the centre.</param>
/// <param name="Degrees">Rotation about the centre, counter-clockwise.</param>
/// <param name="Brightness">Factor on the values.</param>
/// <param name="Contrast">Factor on the differences from the mean.</param>
/// <param name="ContrastFirst">Contrast is changed before brightness.</param>
internal readonly record struct AugmentationDraw(
    bool FlipHorizontally, bool FlipVertically, double? Scale, double? Degrees, double? Brightness, double? Contrast, bool ContrastFirst)
{
    /// <summary>Draws as torchvision's RandomApply, RandomAffine, RandomRotation and ColorJitter do.</summary>
    public static AugmentationDraw Next(AugmentationOptions options, SeededRandom random)
    {
        bool horizontal = random.Chance(options.HflipProbability), vertical = random.Chance(options.VflipProbability);
        double? scale = random.Chance(options.ScaleProbability) ? random.Uniform(options.ScaleMin, options.ScaleMax) : null;
        double limit = options.RotationDegrees;
        double? degrees = random.Chance(options.RotationProbability) ? random.Uniform(-limit, limit) : null;
        if (!random.Chance(options.JitterProbability)) return new(horizontal, vertical, scale, degrees, null, null, false);
        double? brightness = Factor(options.JitterBrightness, random), contrast = Factor(options.JitterContrast, random);
        return new(horizontal, vertical, scale, degrees, brightness, contrast, random.Chance(0.5));
    }

    /// <summary>Augments a frame in place.</summary>
    public void ApplyTo(ImageSpan image)
    {
        if (FlipHorizontally) Augmentations.FlipHorizontally(image);
        if (FlipVertically) Augmentations.FlipVertically(image);
        if (Scale is { } scale) Augmentations.Scale(image, scale);
        if (Degrees is { } degrees) Augmentations.Rotate(image, degrees);
        if (ContrastFirst && Contrast is { } before) Augmentations.Contrast(image, before);
        if (Brightness is { } brightness) Augmentations.Brightness(image, brightness);
        if (!ContrastFirst && Contrast is { } after) Augmentations.Contrast(image, after);
    }

    private static double? Factor(double strength, SeededRandom random) =>
        strength > 0 ? random.Uniform(Math.Max(0, 1 - strength), 1 + strength) : null;
}
