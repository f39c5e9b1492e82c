using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>
/// Colours that colour-blind readers can distinguish (Okabe and Ito, 2008), without their yellow, which is hard to see on white.
/// </summary>
internal static class Palette
{
    public static SKColor Ink { get; } = new(0x22, 0x22, 0x22);

    public static SKColor Faint { get; } = new(0x8a, 0x8a, 0x8a);

    public static SKColor Rule { get; } = new(0xd4, 0xd4, 0xd4);

    public static SKColor Blue { get; } = new(0x00, 0x72, 0xb2);

    public static SKColor Vermilion { get; } = new(0xd5, 0x5e, 0x00);

    public static SKColor SkyBlue { get; } = new(0x56, 0xb4, 0xe9);

    private static readonly SKColor[] Colours =
        [Blue, Vermilion, new(0x00, 0x9e, 0x73), new(0xcc, 0x79, 0xa7), new(0xe6, 0x9f, 0x00), SkyBlue, SKColors.Black];

    private static readonly float[][] Dashes = [[], [6, 3], [2, 2], [8, 2, 2, 2]];

    /// <summary>The colour of the nth line of a chart.</summary>
    public static SKColor Colour(int n) => Colours[n % Colours.Length];

    /// <summary>The dashes of the nth line (points on and off): solid until the colours repeat.</summary>
    public static float[] Dash(int n) => Dashes[n / Colours.Length % Dashes.Length];

    /// <summary>A hue from white (0) to blue (1).</summary>
    public static SKColor Shade(double share)
    {
        byte Mix(byte to) => (byte)Math.Round(255 + share * (to - 255));
        return new SKColor(Mix(Blue.Red), Mix(Blue.Green), Mix(Blue.Blue));
    }
}
