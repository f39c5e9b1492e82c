using System.Text.Json;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Core.Tests.Hygiene.Shortcuts;

/// <summary>Against scikit-learn; tests/Golden/shortcuts/make.py made the values.</summary>
public sealed class RidgeRegressionTests
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static TheoryData<string> Names =>
        ["five classes", "two classes", "separated", "more features than exams"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Coefficients_and_probabilities_are_those_of_scikit_learn(string name)
    {
        Case golden = Cases().Single(one => one.Name == name);

        RidgeRegression fit = RidgeRegression.Fit(golden.Train, golden.TrainLabels, golden.Classes, CancellationToken.None);

        // Of two classes scikit-learn gives one row: what the second has more than the first.
        double[][] found = golden.Classes == 2
            ? [[.. fit.Coefficients(1).Zip(fit.Coefficients(0), (one, other) => one - other)]]
            : [.. Enumerable.Range(0, golden.Classes).Select(fit.Coefficients)];
        for (int c = 0; c < golden.Coefficients.Length; c++)
        {
            double[] expected = [.. golden.Coefficients[c], golden.Intercepts[c]];
            Assert.All(expected.Zip(found[c]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
        Assert.All(golden.Test.Zip(golden.Probabilities), exam =>
            Assert.All(fit.Predict(exam.First).Zip(exam.Second), p => Assert.Equal(p.Second, p.First, 1e-5)));
    }

    [Fact]
    public void A_class_that_train_lacks_has_probability_0()
    {
        RidgeRegression fit = RidgeRegression.Fit([[1], [2], [3], [5]], [0, 0, 2, 2], 4, CancellationToken.None);

        double[] p = fit.Predict([2.5]);

        Assert.Equal([0, 0], [p[1], p[3]]);
        Assert.Equal(1, p.Sum(), 12);
    }

    [Fact]
    public void A_feature_that_does_not_vary_in_train_is_no_fault()
    {
        RidgeRegression fit = RidgeRegression.Fit([[1, 7], [2, 7], [3, 7], [5, 7]], [0, 0, 1, 1], 2, CancellationToken.None);

        Assert.True(double.IsFinite(fit.Predict([4, 9])[1]));
    }

    private static Case[] Cases() =>
        JsonSerializer.Deserialize<Case[]>(File.ReadAllText(GoldenFiles.Path("shortcuts", "regression.json")), Json)!;

    private sealed record Case(string Name, int Classes, double[][] Train, int[] TrainLabels, double[][] Test, double[][] Coefficients,
        double[] Intercepts, double[][] Probabilities);
}
