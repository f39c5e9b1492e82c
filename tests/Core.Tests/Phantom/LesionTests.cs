using Angioboard.Core.Phantom;

namespace Angioboard.Core.Tests.Phantom;

public sealed class LesionTests
{
    private static readonly Grid Retina = new(128);

    [Fact]
    public void A_leak_grows_and_its_edge_blurs()
    {
        float[] early = Light(Hyperfluorescence.Leakage, 0), late = Light(Hyperfluorescence.Leakage, 1);

        Assert.True(late.Count(value => value > 0) > 3 * early.Count(value => value > 0));
        Assert.True(Partial(late) > 2 * Partial(early));
    }

    [Fact]
    public void Staining_brightens_in_place()
    {
        float[] early = Light(Hyperfluorescence.Staining, 0), late = Light(Hyperfluorescence.Staining, 1);

        Assert.Equal(late.Select(value => value > 0), early.Select(value => value > 0));
        Assert.Equal(0.15, early.Sum() / late.Sum(), 3);
    }

    [Fact]
    public void A_spot_of_class_no_does_not_change() =>
        Assert.Equal(Light(Hyperfluorescence.No, 0), Light(Hyperfluorescence.No, 1));

    [Fact]
    public void A_pool_fills_from_below()
    {
        float[] half = Light(Hyperfluorescence.Pooling, 0.4), full = Light(Hyperfluorescence.Pooling, 1);

        int top = Array.FindIndex(full, value => value > 0) / Retina.Side, level = Array.FindIndex(half, value => value > 0) / Retina.Side;
        int below = (level + 6) * Retina.Side;
        Assert.True(level > top + 5);
        Assert.Equal(full[below..], half[below..]);
    }

    [Fact]
    public void A_window_defect_is_early_and_fades()
    {
        float[] early = Light(Hyperfluorescence.WindowDefect, 0), late = Light(Hyperfluorescence.WindowDefect, 1);

        Assert.Equal(2.4, early.Sum() / late.Sum(), 1);
    }

    [Fact]
    public void Last_radius_and_brightness_do_not_depend_on_the_class()
    {
        Hyperfluorescence[] classes = Enum.GetValues<Hyperfluorescence>();

        float[][] last = [.. classes.Select(kind => Light(kind, 1))];

        float brightest = last[0].Max();
        Assert.All(last, light => Assert.Equal(brightest, light.Max(), 1e-3f));
        int area = last[0].Count(value => value > brightest / 2);
        Assert.All(last, light => Assert.InRange(light.Count(value => value > brightest / 2), 0.9 * area, 1.1 * area));
    }

    private static float[] Light(Hyperfluorescence kind, double t)
    {
        float[] light = new float[Retina.Area];
        new Lesion(Retina, kind, new(5, "lesion")).Add(t, 1, light);
        return light;
    }

    /// <summary>The share of lit pixels that the edge dims to less than half.</summary>
    private static double Partial(float[] light) => light.Count(v => v > 0 && v < light.Max() / 2) / (double)light.Count(v => v > 0);
}
