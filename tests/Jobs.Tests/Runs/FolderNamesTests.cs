using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Tests.Runs;

public sealed partial class FolderNamesTests
{
    [Theory]
    [InlineData("demo", true, true)]
    [InlineData("-demo", false, true)]
    [InlineData("demo\n", false, false)]
    [InlineData("de\nmo", false, false)]
    [InlineData("..", false, false)]
    [InlineData("", false, false)]
    public void Folder_names_follow_one_rule(string name, bool experiment, bool evaluation) =>
        Assert.Equal((experiment, evaluation), (FolderNames.IsExperiment(name), FolderNames.IsEvaluation(name)));

    [Fact]
    public void A_name_of_a_dataset_or_device_must_not_end_with_a_newline()
    {
        Assert.Contains("name", new DatasetDraft { Name = "study\n", Split = "/s.json", Datadir = "/d", ClassNames = "a,b" }
            .Problems(_ => false).Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Throws<InputException>(() =>
            SettingsFile.Combine(System.Text.Json.Nodes.JsonNode.Parse("""{"device": "cpu\n"}""")!.AsObject()));
    }

    /// <summary>In .NET, <c>$</c> also matches before a final newline.</summary>
    [Fact]
    public void No_pattern_in_the_product_ends_with_a_dollar_sign()
    {
        string[] found =
        [
            .. Directory.EnumerateFiles(Path.Combine(GoldenFiles.Repository, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .SelectMany(File.ReadAllLines).Where(line => Dollar().IsMatch(line)),
        ];

        Assert.Empty(found);
    }

    [GeneratedRegex("""Regex\(@?"[^"]*\$"[,)]""")]
    private static partial Regex Dollar();
}
