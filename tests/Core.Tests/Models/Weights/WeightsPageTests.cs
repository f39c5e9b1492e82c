using System.Text.RegularExpressions;
using Angioboard.Core.Models.Weights;

namespace Angioboard.Core.Tests.Models.Weights;

/// <summary>docs/weights.md lists exactly what the code knows.</summary>
public sealed partial class WeightsPageTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadAllLines(Path.Combine(GoldenFiles.Repository, "docs", "weights.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    [Fact]
    public void Dictionaries_and_wrappers_are_listed_in_their_order()
    {
        string[] listed = [.. Names("averaged"), .. Names("a model"), .. Names("self-distillation"), .. Names("an encoder")];

        Assert.Equal(WrapperNames.Order(WeightsChoice.Ema), listed);
        Assert.Equal(WrapperNames.All.Order(), listed.Order());
        Assert.Equal(WrapperNames.Averaged, Names("averaged"));
        Assert.Equal(WrapperNames.Transparent, Names("wrappers"));
    }

    [Fact]
    public void Weights_that_may_be_left_over_are_listed()
    {
        Assert.Equal(SpareWeights.OfEncoder, Names("heads, decoders, mask tokens, the other pooling's norm"));
        Assert.Equal(SpareWeights.AfterEncoder, Names("layers after an encoder, or trained with it"));
        Assert.Equal(SpareWeights.OfTraining, Names("losses and metrics"));
        Assert.Equal(SpareWeights.Counters, Names("counters"));
    }

    [Fact]
    public void Signs_of_other_networks_are_listed()
    {
        int first = Array.FindIndex(Rows, row => row[0] == "sign of") + 1;

        (string, string)[] listed =
            [.. Rows.Skip(first).Take(OtherNetworks.Signs.Count).Select(row => (row[0], string.Join(' ', Quoted(row[1]))))];

        Assert.Equal(OtherNetworks.Signs.Select(sign => (sign.What, string.Join(' ', sign.Names))), listed);
        Assert.Equal("setting", Rows[first + listed.Length][0]);
    }

    private static string[] Names(string first) => Quoted(Assert.Single(Rows, row => row[0] == first)[1]);

    private static string[] Quoted(string cell) => [.. Quote().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quote();
}
