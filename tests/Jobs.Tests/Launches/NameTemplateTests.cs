using Angioboard.Core.Settings;
using Angioboard.Jobs.Launches;

namespace Angioboard.Jobs.Tests.Launches;

public sealed class NameTemplateTests
{
    private static readonly RunSettings Settings =
        new() { Lr = 3e-5, Seed = 2, MaxFrames = null, Split = "/data/study/split.json", Augmentations = false };

    [Theory]
    [InlineData("ViT {lr} s{seed}", "ViT 3e-5 s2")]
    [InlineData("{max_frames} frames of {split}", "all frames of split.json")]
    [InlineData("aug {augmentations}", "aug false")]
    [InlineData("plain {} { lr }", "plain {} { lr }")]
    [InlineData(null, null)]
    public void A_setting_in_braces_is_replaced_by_its_value(string? name, string? expanded)
    {
        Assert.Equal(expanded, NameTemplate.Expand(name, Settings));
        Assert.Empty(NameTemplate.Problems(name, [Settings]));
    }

    [Fact]
    public void An_unknown_setting_or_a_long_result_is_refused()
    {
        Assert.Equal(["name: {learning_rate} is not a setting"], NameTemplate.Problems("{learning_rate} {learning_rate}", [Settings]));
        Assert.Contains("200 characters", Assert.Single(NameTemplate.Problems(new string('a', 193) + "{split}", [Settings])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_form_shows_the_first_names()
    {
        RunSettings[] settings = [.. Enumerable.Range(1, 4).Select(seed => Settings with { Seed = seed })];

        Assert.Equal("“s1”, “s2”, “s3” …", NameTemplate.Preview(" s{seed}", settings));
        Assert.Equal("", NameTemplate.Preview("plain", settings));
    }
}
