namespace Angioboard.Core.Phantom;

/// <summary>
/// The square of pixels on which an eye is drawn: the half frame and a margin around it into which the eye may drift. Points on the
/// retina have the fovea's usual place, the centre, as origin, and half a half frame's side as unit; x points right, y down.
/// </summary>
/// <param name="HalfSide">Pixels of a half frame's side.</param>
internal readonly record struct Grid(int HalfSide)
{
    /// <summary>How far the eye may drift, in pixels.</summary>
    public const int Margin = 6;

    /// <summary>Radius of the round field that the camera sees, in retinal units.</summary>
    public const double FieldRadius = 0.96;

    public int Side => HalfSide + 2 * Margin;

    public int Area => Side * Side;

    /// <summary>Pixels per retinal unit.</summary>
    public double Unit => HalfSide / 2.0;

    /// <summary>The retinal coordinate of a pixel's column or row.</summary>
    public double Retinal(int pixel) => (pixel + 0.5 - Side / 2.0) / Unit;

    /// <summary>The fractional column or row of a retinal coordinate.</summary>
    public double Pixel(double retinal) => retinal * Unit + Side / 2.0 - 0.5;

    /// <summary>A layer with a value for each pixel by its place on the retina.</summary>
    public float[] Layer(Func<double, double, double> value)
    {
        float[] layer = new float[Area];
        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++) layer[y * Side + x] = (float)value(Retinal(x), Retinal(y));
        return layer;
    }

    /// <summary>A layer with each pixel replaced by the mean of the square around it.</summary>
    /// <param name="layer">What to blur.</param>
    /// <param name="reach">Pixels to each side; those beyond the border count as dark.</param>
    public float[] Blur(float[] layer, int reach)
    {
        float[] rows = new float[Area], blurred = new float[Area];
        float share = 1f / (2 * reach + 1);
        for (int at = 0; at < Area; at++)
        {
            int column = at % Side, first = Math.Max(column - reach, 0), last = Math.Min(column + reach, Side - 1);
            for (int x = first; x <= last; x++) rows[at] += share * layer[at - column + x];
        }
        for (int at = 0; at < Area; at++)
        {
            int row = at / Side, first = Math.Max(row - reach, 0), last = Math.Min(row + reach, Side - 1);
            for (int y = first; y <= last; y++) blurred[at] += share * rows[at + (y - row) * Side];
        }
        return blurred;
    }

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, a smooth step between.</summary>
    public static double Step(double low, double high, double x)
    {
        double s = Math.Clamp((x - low) / (high - low), 0, 1);
        return s * s * (3 - 2 * s);
    }
}
