using Angioboard.Core.Phantom;

namespace Angioboard.Core.Tests.Phantom;

public sealed class FundusTests
{
    private static readonly Grid Retina = new(128);

    [Fact]
    public void Arteries_fill_first_then_veins_then_both_fade()
    {
        Fundus fundus = new(Retina, 'R', new(1, "fundus"));

        int[] vessels = [.. ((double[])[0, 0.08, 0.35, 1]).Select(t => Fluorescein(fundus, t).Count(value => value > 0.35))];

        Assert.True(vessels[1] > 2 * vessels[0]);
        Assert.True(vessels[2] > 1.4 * vessels[1]);
        Assert.True(vessels[3] < vessels[2]);
    }

    [Fact]
    public void The_choroid_flushes_early()
    {
        Fundus fundus = new(Retina, 'L', new(1, "fundus"));

        double[] median = [.. ((double[])[0, 0.1]).Select(t => Fluorescein(fundus, t).Order().ElementAt(Retina.Area / 2))];

        Assert.True(median[1] > 1.5 * median[0]);
    }

    [Theory]
    [InlineData('L', -1)]
    [InlineData('R', 1)]
    public void The_optic_disc_is_towards_the_nose(char eye, int side)
    {
        float[] light = Fluorescein(new(Retina, eye, new(2, "fundus")), 1);

        int column = Array.IndexOf(light, light.Max()) % Retina.Side;

        Assert.InRange(side * Retina.Retinal(column), 0.4, 0.8);
    }

    [Fact]
    public void The_two_dyes_show_different_pictures()
    {
        Fundus fundus = new(Retina, 'R', new(3, "fundus"));
        float[] indocyanine = new float[Retina.Area];

        fundus.LightIndocyanine(0.3, indocyanine);

        Assert.True(indocyanine.Zip(Fluorescein(fundus, 0.3)).Average(pair => Math.Abs(pair.First - pair.Second)) > 0.1);
    }

    private static float[] Fluorescein(Fundus fundus, double t)
    {
        float[] light = new float[Retina.Area];
        fundus.LightFluorescein(t, light);
        return light;
    }
}
