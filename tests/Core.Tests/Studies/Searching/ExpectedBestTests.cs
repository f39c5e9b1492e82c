using Angioboard.Core.Studies.Searching;
using CsCheck;

namespace Angioboard.Core.Tests.Studies.Searching;

public sealed class ExpectedBestTests
{
    [Fact]
    public void The_best_of_n_draws_is_expected_as_by_trying_all()
    {
        double[] values = [0.2, 0.9, 0.5, 0.5];

        IReadOnlyList<double> highest = ExpectedBest.After(values, maximize: true), lowest = ExpectedBest.After(values, maximize: false);

        for (int n = 1; n <= 4; n++)
        {
            double[][] draws = [[]];
            for (int i = 0; i < n; i++) draws = [.. draws.SelectMany(draw => values.Select(value => (double[])[.. draw, value]))];
            Assert.Equal(draws.Average(draw => draw.Max()), highest[n - 1], 1e-12);
            Assert.Equal(draws.Average(draw => draw.Min()), lowest[n - 1], 1e-12);
        }
    }

    [Fact]
    public void It_begins_with_the_mean_and_never_gets_worse() => Gen.Double[-5, 5].Array[1, 30].Sample(values =>
    {
        IReadOnlyList<double> expected = ExpectedBest.After(values, maximize: true);

        Assert.Equal(values.Average(), expected[0], 1e-9);
        Assert.All(expected.Zip(expected.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-9));
        Assert.True(expected[^1] <= values.Max() + 1e-9);
    });

    [Fact]
    public void Without_values_nothing_is_expected() => Assert.Empty(ExpectedBest.After([], maximize: true));
}
