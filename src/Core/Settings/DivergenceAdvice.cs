using System.Globalization;

namespace Angioboard.Core.Settings;

/// <summary>What to try after a training has diverged.</summary>
public static class DivergenceAdvice
{
    /// <summary>Names the settings to change, from their values in the run.</summary>
    public static string Of(RunSettings settings) => settings.GradClip is { } clip
        ? string.Create(CultureInfo.InvariantCulture, $"try a lower learning rate (lr) or a gradient clipping (grad_clip) below {clip}")
        : "try a lower learning rate (lr) or gradient clipping (grad_clip)";
}
