using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Studies;

/// <summary>A study that is launched from the form, and steered on its page.</summary>
public sealed class StudyLaunchTests(Site site)
{
    [Fact]
    public async Task Two_variants_three_folds_and_three_seeds_are_launched_paused_continued_and_added_to()
    {
        // Five classes in few exams: folds need patients of each.
        using TemporaryFolder folder = new();
        await Command.RunAsync(folder.Path, "phantom", "--output", folder.File("wide"), "--exams", "60", "--seed", "5");
        IPage page = await site.OpenAsync("/");
        await Site.RegisterAsync(page, folder.File("wide"), "wide");
        await Site.GoAsync(page, Site.Tiny("folds", 3).Replace($"dataset={Site.Dataset}", "dataset=wide", StringComparison.Ordinal)
            .Replace("max_frames=4", "max_frames=2,4", StringComparison.Ordinal).Replace("&seed=42", "", StringComparison.Ordinal));
        await page.GetByLabel("Repeat over folds, seeds and values, as one study").CheckAsync();
        await Site.FillAsync(page, "Folds", "30");
        await Assertions.Expect(page.Locator("[data-setting=folds]").GetByText(new Regex("30, but .* has only \\d+ patients")))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        await PageLook.RequireAsync(page, "study-form-problem");
        await Site.FillAsync(page, "Folds", "3");
        await Site.FillAsync(page, "Seeds", "1-3");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "18 runs: 2 variants × 3 folds × 3 seeds" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".estimate")).ToContainTextAsync("for all 18, one after another", new() { Timeout = 30_000 });
        await PageLook.RequireAsync(page, "study-form");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);

        await page.GetByRole(AriaRole.Button, new() { Name = "Launch 18 runs" }).ClickAsync(new() { Timeout = 30_000 });
        await page.WaitForURLAsync("**/studies/folds/Study_1", new() { Timeout = 60_000 });
        await DoAsync(page, "Pause", "Pause the study");
        await Assertions.Expect(page.GetByText(new Regex("of 18 runs paused"))).ToBeVisibleAsync(new() { Timeout = 30_000 });
        // It fades.
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await PageLook.RequireAsync(page, "study-paused");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);
        await DoAsync(page, "Go on", "Go on");
        await Assertions.Expect(page.GetByText(new Regex("runs put back in line"))).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Add seeds…" }).ClickAsync();
        await page.GetByLabel("Seeds, such as 4,5 or 4-6").FillAsync("9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and launch" }).ClickAsync();
        await Assertions.Expect(page.GetByText("6 runs queued")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        string plan = Path.Combine(site.Dashboard.Results, "folds", "Study_1", "study.json");
        JsonObject study = JsonNode.Parse(await File.ReadAllTextAsync(plan, TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal((2, 3, "max_frames=2", 4), (study["variants"]!.AsArray().Count, (int)study["folds"]!["count"]!,
            (string)study["baseline"]!, study["seeds"]!.AsArray().Count));
        await Site.GoAsync(page, "/?q=experiment:folds");
        await Assertions.Expect(page.Locator("tbody th.name")).ToHaveCountAsync(24, new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("tbody").GetByText("Finished", new() { Exact = true }).First)
            .ToBeVisibleAsync(new() { Timeout = 240_000 });
        await PageLook.RequireAsync(page, "study-list");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_search_is_launched_says_why_a_variant_waits_and_lets_it_go_on()
    {
        IPage page = await site.OpenAsync(Site.Tiny("pausing", 60)
            .Replace("max_frames=4", "max_frames=1,2,3", StringComparison.Ordinal).Replace("&seed=42", "", StringComparison.Ordinal));
        await page.GetByLabel("Repeat over folds, seeds and values, as one study").CheckAsync();
        await ChooseAsync(page, "metric", "Log loss");
        await ChooseAsync(page, "search", "Successive halving");
        await Site.FillAsync(page, "Rungs", "60");
        await Assertions.Expect(page.Locator("[data-setting=rungs]").GetByText("60 is not before the end of training (60 epochs)"))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        await PageLook.RequireAsync(page, "study-search-problem");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);
        await Site.FillAsync(page, "Rungs", "2");
        await Assertions.Expect(page.Locator(".estimate")).ToContainTextAsync("At most about", new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByText("--search halving --rungs 2")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Launch 3 runs" }).ClickAsync(new() { Timeout = 30_000 });
        await page.WaitForURLAsync("**/studies/pausing/Study_1", new() { Timeout = 60_000 });
        ILocator waits = page.GetByText("paused after 2 epochs: 2 of 2 variants, of which the best goes on");
        await Assertions.Expect(waits).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Assertions.Expect(page.GetByText(new Regex("1 held by the search"))).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await PageLook.RequireAsync(page, "study-search");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);
        ILocator goOn = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Go on with max_frames=") });
        await goOn.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Go on", Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByText("goes on by hand")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(waits).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("3 of 3 runs finished")).ToBeVisibleAsync(new() { Timeout = 240_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#study-decisions")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await PageLook.RequireAsync(page, "study-search-finished");
        await page.Context.DisposeAsync();
    }

    private static async Task ChooseAsync(IPage page, string field, string choice)
    {
        await page.Locator($"[data-setting={field}] .mud-input-control").ClickAsync();
        await page.Locator(".mud-popover-open").GetByText(choice, new() { Exact = true }).ClickAsync();
    }

    private static async Task DoAsync(IPage page, string action, string confirm)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).First.ClickAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = confirm, Exact = true }).ClickAsync();
    }
}
