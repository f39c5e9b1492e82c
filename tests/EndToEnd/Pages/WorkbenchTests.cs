using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>The list of runs in a browser: curves beside it, columns, undo, keys.</summary>
public sealed class WorkbenchTests(Site site)
{
    [Fact]
    public async Task A_sweep_is_called_by_what_differs_and_fits_without_scrolling()
    {
        string form = Site.Tiny("sweep", 2).Replace("seed=42", "seed=1,2", StringComparison.Ordinal)
            .Replace("lr=0.001", "lr=0.001,3e-4", StringComparison.Ordinal);
        IPage page = await site.OpenAsync(form, width: 1280, height: 900);
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch 4 runs" }).ClickAsync(new() { Timeout = 30_000 });
        await page.WaitForURLAsync("**/?launch=*");
        await Assertions.Expect(page.Locator(".run-status-finished")).ToHaveCountAsync(4, new() { Timeout = 120_000 });
        await Assertions.Expect(page.Locator("tbody th.name a")).ToContainTextAsync(
            ["lr 0.0003, seed 2", "lr 0.0003, seed 1", "lr 0.001, seed 2", "lr 0.001, seed 1"]);
        await Assertions.Expect(page.Locator(".chip")).ToContainTextAsync("This launch");

        foreach (int width in new[] { 1280, 1440, 1920 })
        {
            await page.SetViewportSizeAsync(width, 900);
            int hidden = await page.Locator(".runs-table").EvaluateAsync<int>("table => table.scrollWidth - table.clientWidth");
            await ShotAsync(page, $"sweep-{width}");
            Assert.True(hidden <= 1, $"{hidden} pixels are hidden at {width}");
        }
        await page.GetByLabel("Group by").SelectOptionAsync("Settings");
        await page.GetByLabel("Select the 2 runs of").First.ClickAsync();
        await Assertions.Expect(page.GetByText("2 selected")).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(1280, 900);
        await ShotAsync(page, "sweep-groups");
        await page.Context.DisposeAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Curves_are_drawn_beside_the_list(ColorScheme scheme, int width)
    {
        await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync("/", scheme, width, 900);

        await page.GetByRole(AriaRole.Button, new() { Name = "Curves", Exact = true }).ClickAsync();

        // A chart is drawn once it comes into view; on a phone it is below the list.
        await page.Locator(".curves .chart-canvas").ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator(".curves .apexcharts-line-series path").First).ToBeAttachedAsync();
        await ShotAsync(page, $"curves-{scheme}-{width}");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_deletion_is_undone_from_its_message_which_leaves_the_button_for_a_new_run_free()
    {
        (string first, _) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync($"/?q={first}");

        await page.Locator("tbody input").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("restorable until");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete 1 run" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No run matches.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New run" }).First.ClickAsync(new() { Trial = true });
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(page.Locator("tbody th.name")).ToContainTextAsync(first);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_column_is_made_wider_by_its_edge()
    {
        await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync("/");
        ILocator head = page.Locator(".head-name"), edge = page.Locator(".head-cell-name .head-resize");
        LocatorBoundingBoxResult before = (await head.BoundingBoxAsync())!, handle = (await edge.BoundingBoxAsync())!;

        await page.Mouse.MoveAsync(handle.X + handle.Width / 2, handle.Y + handle.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(handle.X + 80, handle.Y + handle.Height / 2);
        await page.Mouse.UpAsync();

        Assert.InRange((await head.BoundingBoxAsync())!.Width - before.Width, 50, 90);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_question_mark_shows_the_shortcuts()
    {
        IPage page = await site.OpenAsync("/about");

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#shortcuts")).ToBeHiddenAsync();
        Assert.EndsWith("/about", page.Url, StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }

    private static async Task ShotAsync(IPage page, string name)
    {
        await page.WaitForTimeoutAsync(600);
        string path = Path.Combine(AppContext.BaseDirectory, "TestResults", "pages", $"{name}.png".ToLowerInvariant());
        await page.ScreenshotAsync(new() { Path = path, FullPage = true });
    }
}
