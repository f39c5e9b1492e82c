using System.Text.Json;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Tests.CommandLine;

public sealed class HelpTests
{
    [Theory]
    [InlineData("experiment", true)]
    [InlineData("train", true)]
    [InlineData("demo", true)]
    [InlineData("predict", false)]
    [InlineData("verify", false)]
    [InlineData("export", false)]
    [InlineData("evaluate", false)]
    [InlineData("compare", false)]
    [InlineData("check", false)]
    [InlineData("phantom", false)]
    [InlineData("presets", false)]
    public async Task Each_verb_shows_its_options_with_their_defaults(string verb, bool allSettings)
    {
        string help = (await AngioboardProcess.RunAsync(verb, "--help")).Done().Output;

        Assert.Contains($"angioboard {verb}", help, StringComparison.Ordinal);
        if (!allSettings) return;
        foreach ((string name, System.Reflection.PropertyInfo property) in SettingsFile.Names)
        {
            string line = Assert.Single(help.Split('\n'), line => line.TrimStart()
                .StartsWith($"--{name.Replace('_', '-')} ", StringComparison.Ordinal));
            if (property.GetValue(new RunSettings()) is { } value)
                Assert.Contains($"[default: {JsonSerializer.SerializeToNode(value, SettingsFile.Json)}]", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_root_lists_the_verbs()
    {
        string help = (await AngioboardProcess.RunAsync("--help")).Done().Output;

        Assert.All(
            new[] { "demo", "phantom", "check", "presets", "experiment", "train", "predict", "evaluate", "compare", "export", "verify" },
            verb => Assert.Matches($@"(?m)^  {verb} ", help));
    }
}
