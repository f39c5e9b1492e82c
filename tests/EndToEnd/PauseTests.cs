using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>A run that is paused, continues, finishes and is extended.</summary>
public sealed class PauseTests(Site site)
{
    [Fact]
    public async Task A_run_is_paused_resumed_and_extended_on_its_page()
    {
        IPage page = await site.OpenAsync("/");
        string id = await Site.LaunchAsync(page, Site.Tiny("paused", 100_000));
        await Site.TrainingAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await Site.StatusAsync(page, "Paused", seconds: 60);
        await Assertions.Expect(page.GetByText($"paused by {Environment.UserName}; \"Resume queueing\" puts it back in the queue"))
            .ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume queueing", Exact = true }).ClickAsync();
        await Site.TrainingAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Finish early", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Finish early" }).ClickAsync();
        await Assertions.Expect(page.Locator(".run-heading").GetByText("Finished early (")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Train for more epochs…" }).ClickAsync();
        await page.GetByLabel("Train until epoch").FillAsync("90000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train", Exact = true }).ClickAsync();
        await Site.TrainingAsync(page);

        await Site.GoAsync(page, $"/runs/{id}?tab=settings");
        await Assertions.Expect(page.GetByText($"from 100000 to 90000 epochs by {Environment.UserName}")).ToBeVisibleAsync();
        await Site.StopAsync(page);
        await Site.StatusAsync(page, "Stopped", seconds: 60);
        await page.Context.DisposeAsync();
    }
}
