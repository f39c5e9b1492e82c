using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>The differences of two runs in a browser.</summary>
public sealed class DifferencesTests(Site site)
{
    private const string Section = "section[aria-labelledby=compare-differences]";

    [Fact]
    public async Task The_page_finds_what_the_command_line_finds_and_leads_to_the_exams_that_decide()
    {
        (string first, string second) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync(
            $"/compare?runs={first},{second}&vs={second}&vs-split=train&vs-metric=accuracy", ColorScheme.Dark, 1280, 900);
        ILocator section = page.Locator(Section), row = section.Locator("tbody tr").Filter(new() { Has = page.Locator("svg") }).First;
        await Assertions.Expect(section.Locator(".differences-sentence")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        string sentence = await section.Locator(".differences-sentence").InnerTextAsync();
        string shown = await row.Locator("td").Nth(1).InnerTextAsync();

        JsonNode pair = JsonNode.Parse(await Command.RunAsync(site.Dashboard.DataFolder, "compare", $"A={Folder(first)}",
            $"B={Folder(second)}", "--reference", "B", "--split", "train", "--metric", "accuracy", "--json"))!["pairs"]!["A-B"]!;
        JsonNode interval = pair["intervals"]!["accuracy"]!;
        string limits = $"{Text(interval["low"])} to {Text(interval["high"])}";
        Assert.Contains(Text(pair["difference"]!["accuracy"]), shown, StringComparison.Ordinal);
        Assert.Contains($"({limits})", shown, StringComparison.Ordinal);
        Assert.Matches("^(No difference between|.* is better than )", sentence);
        Assert.Contains(" patients", sentence, StringComparison.Ordinal);

        JsonNode table = pair["mcnemar"]!["overall"]!["table"]!;
        int decide = (int)table[0]![1]! + (int)table[1]![0]!;
        await row.Locator("a").ClickAsync();
        ILocator exams = page.Locator("section[aria-labelledby=compare-exams]");
        if (decide > 0) await Assertions.Expect(exams.Locator("tbody tr")).ToHaveCountAsync(decide);
        else await Assertions.Expect(exams).ToContainTextAsync("none decides between them");
        await page.Context.DisposeAsync();
    }

    private string Folder(string run) => Path.Combine(site.Dashboard.Results, run);

    private static string Text(JsonNode? value) => ((double)value!).ToString("0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
