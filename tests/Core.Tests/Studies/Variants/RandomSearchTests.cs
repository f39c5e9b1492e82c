using System.Text.Json.Nodes;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Variants;

namespace Angioboard.Core.Tests.Studies.Variants;

public sealed class RandomSearchTests
{
    private static readonly SettingRange[] ranges =
    [
        SettingRange.Of("lr", 1e-5, 1e-2), SettingRange.Of("dropout", 0, 0.5), SettingRange.Of("hidden_dim", 64, 512),
        new ChoiceRange("max_frames_span", ["uniform", "last"]),
    ];

    // From a second implementation, in Python.
    private static readonly string[] expected =
    [
        "lr=0.00175, dropout=0.488, hidden_dim=334, max_frames_span=uniform",
        "lr=0.00277, dropout=0.424, hidden_dim=241, max_frames_span=last",
        "lr=9.45e-05, dropout=0.293, hidden_dim=414, max_frames_span=last",
    ];

    [Fact]
    public void The_usual_range_is_logarithmic_for_rates_and_whole_for_whole_numbers() =>
        Assert.Equal([typeof(LogUniformRange), typeof(UniformRange), typeof(IntegerRange), typeof(LogUniformRange)],
            ranges.Take(3).Append(SettingRange.Of("weight_decay", 1e-4, 0.1)).Select(range => range.GetType()));

    [Fact]
    public void The_list_is_the_same_for_a_seed_on_every_machine()
    {
        IReadOnlyList<StudyVariant> variants = RandomSearch.Draw(ranges, 3, 42);

        Assert.Equal(expected, variants.Select(variant => variant.Name));
        Assert.Empty(StudyRules.Problems(ExamplePlan.Of([.. variants])));
        Assert.NotEqual(expected, RandomSearch.Draw(ranges, 3, 43).Select(variant => variant.Name));
    }

    [Fact]
    public void A_longer_list_begins_with_the_shorter_and_a_setting_does_not_depend_on_the_others()
    {
        string[] Texts(IEnumerable<SettingRange> from, int count) =>
            [.. RandomSearch.Draw([.. from], count, 5).Select(variant => variant.Settings.ToJsonString())];

        Assert.Equal(Texts(ranges, 10), Texts(ranges, 40)[..10]);
        Assert.Equal(RandomSearch.Draw(ranges, 20, 5).Select(variant => (double)variant.Settings["lr"]!),
            RandomSearch.Draw(ranges[..1], 20, 5).Select(variant => (double)variant.Settings["lr"]!));
    }

    [Fact]
    public void Values_fill_their_ranges()
    {
        IReadOnlyList<StudyVariant> variants = RandomSearch.Draw(ranges, 1000, 1);

        double[] lr = [.. variants.Select(variant => (double)variant.Settings["lr"]!)];
        Assert.All(lr, value => Assert.InRange(value, 1e-5, 1e-2));
        foreach (double from in new[] { 1e-5, 1e-4, 1e-3 }) Assert.InRange(lr.Count(value => value >= from && value < 10 * from), 270, 400);
        double[] dropout = [.. variants.Select(variant => (double)variant.Settings["dropout"]!)];
        Assert.InRange(dropout.Min(), 0, 0.01);
        Assert.InRange(dropout.Max(), 0.49, 0.5);
        Assert.InRange(dropout.Average(), 0.23, 0.27);
        Assert.InRange(variants.Count(variant => (string)variant.Settings["max_frames_span"]! == "last"), 440, 560);
        int[] whole = [.. RandomSearch.Draw([new IntegerRange("num_layers", 1, 6)], 6, 1)
            .Select(variant => (int)variant.Settings["num_layers"]!)];
        Assert.Equal([1, 2, 3, 4, 5, 6], whole.Order());
    }

    [Fact]
    public void Ranges_that_hold_fewer_variants_say_how_many() =>
        Assert.Equal("search: the ranges hold only 6 different variants; ask for at most 6, or widen the ranges",
            Assert.Throws<InputException>(() => RandomSearch.Draw(
                [new IntegerRange("num_layers", 1, 3), new ChoiceRange("max_frames_span", ["uniform", "last"])], 7, 1)).Message);

    [Fact]
    public void All_faults_of_ranges_are_told()
    {
        SettingRange[] faulty =
        [
            SettingRange.Of("larning_rate", 1, 2), SettingRange.Of("seed", 1, 5), SettingRange.Of("lr", 0, 0.1),
            SettingRange.Of("dropout", 0.5, 0.1),
            SettingRange.Of("hidden_dim", 0.5, 2), SettingRange.Of("batch_size", 0, 8), SettingRange.Of("rotation_degrees", 0, double.NaN),
            new ChoiceRange("pool", []), new ChoiceRange("normalizer", ["best"]), SettingRange.Of("scale_min", 0.5, 0.9),
            SettingRange.Of("scale_min", 0.5, 0.9),
        ];

        IReadOnlyList<string> problems = Assert.Throws<InputException>(() => RandomSearch.Draw(faulty, 5, 1)).Problems;

        string[] beginnings =
        [
            "larning_rate: is not a setting; the names are ", "seed: cannot vary", "lr: a logarithmic range begins above 0",
            "dropout: 0.5 to 0.1 is not a range; give the lower number first", "hidden_dim: 0.5 is not a whole number",
            "batch_size: 0 must be from 1",
            "rotation_degrees: 0 to NaN is not a range", "pool: has no value to choose from", "normalizer: \"best\" is not ",
            "scale_min: is given 2 times; give one range",
        ];
        Assert.Equal(beginnings.Length, problems.Count);
        Assert.All(beginnings.Zip(problems), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Equal("search: 0 variants; give 1 to 1000", Assert.Throws<InputException>(() => RandomSearch.Draw(ranges, 0, 1)).Message);
        Assert.StartsWith("search: no setting varies",
            Assert.Throws<InputException>(() => RandomSearch.Draw([], 3, 1)).Message, StringComparison.Ordinal);
    }
}
