using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>What the forms of datasets say before anything is checked or changed.</summary>
public sealed class DatasetTests(Site site)
{
    [Fact]
    public async Task The_register_form_says_which_class_lacks_a_name_and_proposes_patients()
    {
        IPage page = await site.OpenAsync("/datasets?register=true", ColorScheme.Light, 1280, 900);
        await Site.FillAsync(page, "Name", "second");
        await Site.FillAsync(page, "Split file", Path.Combine(site.Study, "split.json"));
        await Site.FillAsync(page, "Frame folder", site.Study);
        await Site.FillAsync(page, "Class names", "Leakage, Staining, No, Pooling");

        await Assertions.Expect(page.GetByText("you named 4 classes. Add the name of class 4 (3 exams).")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".register-patients")).ToContainTextAsync(@"The expression (\d+)_[LR]$ finds");
        await ShotAsync(page, "register-problems");
        await Site.FillAsync(page, "Class names", "Leakage, Staining, No, Pooling, Window defect");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();

        await Assertions.Expect(page.GetByLabel("Patients (optional)")).ToHaveValueAsync(@"(\d+)_[LR]$");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check and register" })).ToBeEnabledAsync();
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task The_edit_form_says_what_a_change_does()
    {
        IPage page = await site.OpenAsync($"/datasets/{Site.Dataset}", ColorScheme.Light, 1280, 900);
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing has changed.")).ToBeVisibleAsync();

        await Site.FillAsync(page, "Patients (optional)", @"(.*\d)_[LR]$");

        await Assertions.Expect(page.GetByText("This makes version 2, after all frames are checked again.")).ToBeVisibleAsync();
        await ShotAsync(page, "dataset-edit");
        await page.Context.DisposeAsync();
    }

    private static Task<byte[]> ShotAsync(IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = Path.Combine(AppContext.BaseDirectory, "TestResults", "pages", $"{name}.png"),
        FullPage = true,
    });
}
