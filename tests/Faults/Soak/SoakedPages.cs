using Angioboard.EndToEnd;
using Microsoft.Playwright;

namespace Angioboard.Faults.Soak;

/// <summary>Tabs that stay open and follow what happens, and tabs that are opened and closed again and again.</summary>
internal sealed class SoakedPages(DashboardProcess dashboard, Random random) : IAsyncDisposable
{
    private const float Limit = 120_000;
    private static readonly string[] Staying = ["/", "/machine"], Fleeting = ["/", "/machine", "/new", "/datasets"];

    private readonly Chromium chromium = new();
    private IBrowserContext context = null!;
    private IPage run = null!;
    private string? shown;

    /// <summary>Tabs opened and closed so far.</summary>
    public int Closed { get; private set; }

    /// <summary>Starts the browser, signs in and opens the tabs that stay.</summary>
    public async Task StartAsync()
    {
        await chromium.StartAsync();
        context =
            await chromium.Browser.NewContextAsync(new(
                ) { BaseURL = dashboard.Address.ToString(), ViewportSize = new() { Width = 1280, Height = 800 } });
        context.SetDefaultTimeout(Limit);
        run = await context.NewPageAsync();
        await run.GotoAsync(dashboard.SignInLink.ToString());
        foreach (string address in Staying) await OpenAsync(address);
    }

    /// <summary>Opens and closes tabs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            string address = shown is { } id && random.Next(2) == 0 ? $"/runs/{id}" : Fleeting[random.Next(Fleeting.Length)];
            IPage page = await OpenAsync(address);
            await Task.Delay(TimeSpan.FromSeconds(1 + (4 * random.NextDouble())), CancellationToken.None);
            await page.CloseAsync();
            Closed++;
        }
    }

    /// <summary>Shows a run in the tab for runs.</summary>
    public async Task ShowAsync(string id)
    {
        await GoAsync(run, $"/runs/{id}");
        shown = id;
    }

    /// <summary>Deletes the run in that tab, as a user does.</summary>
    public async Task DeleteAsync()
    {
        await Assertions.Expect(run.Locator(".run-heading").GetByText("Stopped", new() { Exact = true }))
            .ToBeVisibleAsync(new() { Timeout = Limit });
        shown = null;
        await run.GetByRole(AriaRole.Button, new() { Name = "More actions" }).ClickAsync();
        await run.GetByText("Moves the run's folder to the trash.").ClickAsync();
        await run.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete the run" }).ClickAsync();
        await Assertions.Expect(run.GetByText("is in the trash").First).ToBeVisibleAsync(new() { Timeout = Limit });
    }

    public ValueTask DisposeAsync() => chromium.DisposeAsync();

    private async Task<IPage> OpenAsync(string address)
    {
        IPage page = await context.NewPageAsync();
        await GoAsync(page, address);
        return page;
    }

    private static async Task GoAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
