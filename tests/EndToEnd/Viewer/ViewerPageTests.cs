using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Viewer;

/// <summary>The viewer with what is around it: remarks, a second exam, the exams before and after, predictions and compare.</summary>
public sealed class ViewerPageTests(Site site)
{
    private static readonly string[] Windows = [".viewer-window >> nth=0", ".viewer-window >> nth=1"];

    [Fact]
    public async Task A_remark_is_kept_listed_and_exported()
    {
        IPage page = await OpenAsync(LongStudy.OtherEye);
        string text = $"late staining {Guid.NewGuid():N}";

        await page.GetByLabel("Comment").FillAsync(text);
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Label doubtful" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save remark" }).ClickAsync();
        await Assertions.Expect(page.Locator(".remarks-list").GetByText(text)).ToBeVisibleAsync();
        await page.ReloadAsync();

        await Assertions.Expect(page.Locator(".remarks-list").GetByText(text)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".remarks-title").GetByText("label doubtful")).ToBeVisibleAsync();
        ILocator row = page.Locator(".remark-list tbody tr").Filter(new() { HasText = text });
        await Assertions.Expect(row.GetByRole(AriaRole.Link, new() { Name = LongStudy.OtherEye })).ToBeVisibleAsync();
        ILocator link = page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" });
        IDownload csv = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Contains(text, File.ReadAllText(await csv.PathAsync()), StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Typing_a_remark_moves_no_frame()
    {
        IPage page = await OpenAsync(LongStudy.OtherEye);

        await page.GetByLabel("Comment").PressSequentiallyAsync("fit + [0]");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("End");

        await Assertions.Expect(page.GetByLabel("Comment")).ToHaveValueAsync("fit + [0]");
        Assert.Equal("0", await page.GetAttributeAsync(Windows[0], "data-shown"));
        Assert.Contains("scale(1)", await page.Locator(".viewer-layer").GetAttributeAsync("style"), StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Two_exams_stand_side_by_side_and_step_and_zoom_together()
    {
        IPage page = await OpenAsync(LongStudy.Long);
        ILocator beside = page.GetByLabel("Beside it");

        await beside.SelectOptionAsync(LongStudy.OtherEye);
        await ExpectShownAsync(page, 1, 0);
        await page.FocusAsync(Windows[0]);
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("+");
        await ExpectShownAsync(page, 0, 1);
        await ExpectShownAsync(page, 1, 1);
        ILocator layers = page.Locator(".viewer-layer");
        Assert.Equal(await layers.Nth(0).GetAttributeAsync("style"), await layers.Nth(1).GetAttributeAsync("style"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Later frames of the second exam" }).ClickAsync();
        await ExpectShownAsync(page, 1, 2);
        await ExpectShownAsync(page, 0, 1);
        await page.WaitForURLAsync(new Regex("beside=eyes%2F1_R"));

        await page.ReloadAsync();
        await ExpectShownAsync(page, 1, 1);
        await beside.SelectOptionAsync("other-half");
        await Assertions.Expect(page.Locator(".viewer-caption").Nth(1)).ToContainTextAsync("ICGA · Frame 2 of 60");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task The_exams_before_and_after_are_opened_by_keys_without_leaving_the_picture()
    {
        IPage page = await OpenAsync(LongStudy.Long);
        ILocator title = page.Locator(".exam-title");
        await page.FocusAsync(Windows[0]);
        await page.Keyboard.PressAsync("End");
        await ExpectShownAsync(page, 0, LongStudy.Frames - 1);

        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(title).ToHaveTextAsync(LongStudy.OtherEye);
        await ExpectShownAsync(page, 0, 0);
        await Assertions.Expect(page.Locator(".viewer-caption")).ToHaveTextAsync("Frame 1 of 8 · 1.jpg");
        await page.Keyboard.PressAsync("ArrowRight");
        await ExpectShownAsync(page, 0, 1);
        await page.Keyboard.PressAsync("[");

        await Assertions.Expect(title).ToHaveTextAsync(LongStudy.Long);
        await ExpectShownAsync(page, 0, 0);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Predictions_and_compare_show_the_frames_and_mark_those_that_the_model_did_not_use()
    {
        (string first, string second) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync($"/runs/{first}?tab=predictions", height: 900);
        await page.Locator(".predictions-open").First.ClickAsync();
        await ExpectShownAsync(page, 0, 0);
        int frames = await page.Locator(".viewer-thumbnail").CountAsync();
        Assert.Equal(Math.Max(0, frames - 4), await page.Locator(".viewer-unused").CountAsync());
        ILocator wrong = page.GetByRole(AriaRole.Link, new() { Name = "Next misclassified exam" });
        if (await wrong.GetAttributeAsync("href") is not null)
        {
            await wrong.ClickAsync();
            await Assertions.Expect(page.Locator(".viewer-head").GetByText("incorrect")).ToBeVisibleAsync();
        }

        await Site.GoAsync(page, $"/compare?runs={first},{second}&exams=all");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Frames of ") }).First.ClickAsync();
        await ExpectShownAsync(page, 0, 0);
        await Assertions.Expect(page.Locator(".calls tbody tr")).ToHaveCountAsync(2);
        string? exam = await page.Locator(".exam-title").TextContentAsync();
        await page.FocusAsync(Windows[0]);
        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(page.Locator(".exam-title")).Not.ToHaveTextAsync(exam!);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task An_exam_opened_by_keys_is_stepped_and_closed_by_keys()
    {
        (string run, _) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync($"/runs/{run}?tab=predictions", height: 900);
        ILocator opener = page.Locator(".predictions-open").First;

        await opener.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await ExpectShownAsync(page, 0, 0);
        await Assertions.Expect(page.Locator(".viewer")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await ExpectShownAsync(page, 0, 1);
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator(".viewer")).ToHaveCountAsync(0);
        await Assertions.Expect(opener).ToBeFocusedAsync();
        await page.Context.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(string exam)
    {
        await LongStudy.RegisterAsync(site);
        IPage page = await site.OpenAsync($"/datasets/{LongStudy.Name}?exam={exam}", height: 900);
        await page.Locator(".viewer[data-ready]").WaitForAsync();
        await ExpectShownAsync(page, 0, 0);
        return page;
    }

    private static Task ExpectShownAsync(IPage page, int pane, int frame) =>
        Assertions.Expect(page.Locator(Windows[pane])).ToHaveAttributeAsync("data-shown", $"{frame}");
}
