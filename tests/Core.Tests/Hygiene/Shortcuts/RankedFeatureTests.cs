using System.Text.Json;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Core.Tests.Hygiene.Shortcuts;

/// <summary>Against scikit-learn and SciPy; tests/Golden/shortcuts/make.py made the values.</summary>
public sealed class RankedFeatureTests
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Fact]
    public void Areas_and_H_are_those_of_scikit_learn_and_SciPy_with_ties_too()
    {
        foreach (Case golden in JsonSerializer.Deserialize<Case[]>(File.ReadAllText(GoldenFiles.Path("shortcuts", "features.json")), Json)!)
        {
            RankedFeature feature = new(golden.Values);
            double[] sums = feature.Sums(golden.Labels, golden.Classes);
            int[] support = [.. Enumerable.Range(0, golden.Classes).Select(c => golden.Labels.Count(label => label == c))];

            Assert.Equal(golden.H, feature.H(sums, support), 9);
            Assert.All(golden.Areas.Index(), area => Assert.Equal(area.Item, feature.Area(sums[area.Index], support[area.Index]), 12));
        }
    }

    private sealed record Case(double[] Values, int[] Labels, int Classes, double H, double[] Areas);
}
