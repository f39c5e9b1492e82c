using System.Diagnostics;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Viewer;

/// <summary>The viewer of exams in a browser.</summary>
public sealed class ViewerTests(Site site)
{
    private const string Window = ".viewer-window >> nth=0";

    private static readonly List<string> Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

    [Fact]
    public async Task Sixty_frames_are_seen_in_turn_by_a_held_arrow_key_in_less_than_six_seconds()
    {
        IPage page = await OpenAsync(LongStudy.Long);
        await page.EvaluateAsync("""
            () => {
              const area = document.querySelector('.viewer-window');
              window.seen = new Set([area.dataset.shown]);
              const look = new MutationObserver(() => window.seen.add(area.dataset.shown));
              look.observe(area, { attributes: true, attributeFilter: ['data-shown'] });
            }
            """);
        await page.FocusAsync(Window);

        Stopwatch held = Stopwatch.StartNew();
        while (held.Elapsed < TimeSpan.FromSeconds(30) && await ShownAsync(page) != $"{LongStudy.Frames - 1}")
            await page.Keyboard.DownAsync("ArrowRight");
        held.Stop();
        await page.Keyboard.UpAsync("ArrowRight");

        Assert.InRange(held.Elapsed.TotalSeconds, 0, 6);
        Assert.Equal(LongStudy.Frames, await page.EvaluateAsync<int>("() => window.seen.size"));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Keys_step_from_anywhere_in_the_viewer_the_strip_follows_and_the_address_keeps_the_frame()
    {
        IPage page = await OpenAsync(LongStudy.Long);
        ILocator current = page.Locator(".viewer-thumbnail[aria-current]");

        await page.GetByRole(AriaRole.Button, new() { Name = "Invert" }).FocusAsync();
        await page.Keyboard.PressAsync("End");
        await ExpectShownAsync(page, LongStudy.Frames - 1);
        await Assertions.Expect(current).ToHaveAttributeAsync("data-frame", $"{LongStudy.Frames - 1}");
        await Assertions.Expect(current).ToBeInViewportAsync();
        await page.GetByRole(AriaRole.Slider, new() { Name = "Frame", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await ExpectShownAsync(page, 0);
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowLeft");
        await ExpectShownAsync(page, 1);
        await Assertions.Expect(page.Locator(".viewer-caption")).ToHaveTextAsync("Frame 2 of 60 · 2.jpg");
        await page.WaitForURLAsync(new Regex("[?&]frame=2(&|$)"));

        await page.ReloadAsync();
        await ExpectShownAsync(page, 1);
        await Assertions.Expect(page.Locator(Window)).ToBeInViewportAsync();
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Zoom_brightness_and_inversion_stay_over_frames_until_they_are_reset()
    {
        IPage page = await OpenAsync(LongStudy.Long);
        ILocator layer = page.Locator(".viewer-layer");
        await page.FocusAsync(Window);

        await page.Keyboard.PressAsync("+");
        await page.Keyboard.PressAsync("i");
        LocatorBoundingBoxResult area = (await page.Locator(Window).BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(area.X + area.Width / 2, area.Y + area.Height / 2);
        await page.Mouse.DownAsync(new() { Button = MouseButton.Right });
        await page.Mouse.MoveAsync(area.X + area.Width / 2, area.Y + area.Height / 4, new() { Steps = 5 });
        await page.Mouse.UpAsync(new() { Button = MouseButton.Right });
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(area.X + area.Width / 2 - 20, area.Y + area.Height / 4 - 10, new() { Steps = 3 });
        await page.Mouse.UpAsync();
        string? set = await layer.GetAttributeAsync("style");
        await page.Keyboard.PressAsync("ArrowRight");
        await ExpectShownAsync(page, 1);
        string? kept = await layer.GetAttributeAsync("style");
        await page.Keyboard.PressAsync("0");

        Assert.Matches(@"scale\(1\.25\); filter: brightness\((1[3-9]\d|2\d\d)%\) contrast\(100%\) invert\(1\)", set);
        Assert.Equal(set, kept);
        string? reset = await layer.GetAttributeAsync("style");
        Assert.Contains("scale(1); filter: brightness(100%) contrast(100%) invert(0)", reset, StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Frames_play_to_the_end_and_again_when_repeated()
    {
        IPage page = await OpenAsync(LongStudy.OtherEye);
        ILocator play = page.GetByRole(AriaRole.Button, new() { Name = "Play" });
        await page.GetByLabel("Frames per second").SelectOptionAsync("15");

        await play.ClickAsync();
        await ExpectShownAsync(page, 7);
        await Assertions.Expect(play).ToHaveAttributeAsync("aria-pressed", "false");
        await page.GetByRole(AriaRole.Button, new() { Name = "Repeat" }).ClickAsync();
        await page.FocusAsync(Window);
        await page.Keyboard.PressAsync(" ");
        await page.WaitForFunctionAsync("""
            () => {
              const at = +document.querySelector('.viewer-window').dataset.shown;
              window.turns = (window.turns ?? 0) + (at < (window.last ?? 0));
              window.last = at;
              return window.turns > 1;
            }
            """);
        await page.Keyboard.PressAsync(" ");

        await Assertions.Expect(play).ToHaveAttributeAsync("aria-pressed", "false");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task It_works_by_touch()
    {
        await LongStudy.RegisterAsync(site);
        await using IBrowserContext context = await site.Browser.NewContextAsync(new()
        {
            StorageState = site.SignedIn,
            ViewportSize = new() { Width = 820, Height = 1180 },
            HasTouch = true,
            IsMobile = true,
            BaseURL = site.Dashboard.Address.ToString(),
        });
        IPage page = await context.NewPageAsync();
        await OpenAsync(page, LongStudy.Long);

        await page.GetByRole(AriaRole.Button, new() { Name = "Next frame" }).TapAsync();
        await ExpectShownAsync(page, 1);
        await page.Locator(".viewer-thumbnail").Nth(4).TapAsync();
        await ExpectShownAsync(page, 4);
        ICDPSession touch = await context.NewCDPSessionAsync(page);
        LocatorBoundingBoxResult area = (await page.Locator(Window).BoundingBoxAsync())!;
        (double x, double y) = (area.X + area.Width / 2, area.Y + area.Height / 2);
        await TouchAsync(touch, [[(x + 100, y)], [(x + 50, y)], [(x - 50, y)], [(x - 100, y)]]);
        await ExpectShownAsync(page, 5);
        await TouchAsync(touch, [[(x - 20, y), (x + 20, y)], [(x - 40, y), (x + 40, y)], [(x - 80, y), (x + 80, y)]]);
        await Assertions.Expect(page.Locator(".viewer-zoom")).Not.ToHaveTextAsync("100 %");
        await ExpectShownAsync(page, 5);
    }

    [Fact]
    public async Task It_is_accessible_in_both_themes()
    {
        IPage page = await OpenAsync(LongStudy.Long);
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Assertions.Expect(page.Locator($"html[data-theme={scheme.ToString().ToLowerInvariant()}]")).ToBeAttachedAsync();
            await page.WaitForTimeoutAsync(600);

            AxeResult axe = await page.Locator(".viewer").RunAxe(new AxeRunOptions { RunOnly = new() { Type = "tag", Values = Rules } });

            Assert.NotEmpty(axe.Passes);
            Assert.Empty(axe.Violations.Select(
                fault => $"{scheme}: {fault.Id}: {string.Join(" | ", fault.Nodes.Select(node => node.Html))}"));
        }
        await page.Context.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(string exam)
    {
        await LongStudy.RegisterAsync(site);
        IPage page = await site.OpenAsync("/", height: 900);
        await OpenAsync(page, exam);
        return page;
    }

    private static async Task OpenAsync(IPage page, string exam)
    {
        await Site.GoAsync(page, $"/datasets/{LongStudy.Name}?exam={exam}");
        await page.Locator(".viewer[data-ready]").WaitForAsync();
        await ExpectShownAsync(page, 0);
    }

    private static Task<string?> ShownAsync(IPage page) => page.GetAttributeAsync(Window, "data-shown");

    private static Task ExpectShownAsync(IPage page, int frame) =>
        Assertions.Expect(page.Locator(Window)).ToHaveAttributeAsync("data-shown", $"{frame}");

    private static async Task TouchAsync(ICDPSession touch, (double X, double Y)[][] moves)
    {
        for (int i = 0; i < moves.Length; i++) await SendAsync(i == 0 ? "touchStart" : "touchMove", moves[i]);
        await SendAsync("touchEnd", []);

        Task SendAsync(string type, (double X, double Y)[] points)
        {
            object[] places = [.. points.Select((point, id) => new { x = point.X, y = point.Y, id })];
            return touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = places });
        }
    }
}
