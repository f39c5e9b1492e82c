using Angioboard.EndToEnd;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Site))]

namespace Angioboard.EndToEnd;

/// <summary>A dashboard with a small phantom study registered, and a browser signed in as its administrator, for all tests.</summary>
public sealed class Site : IAsyncLifetime
{
    /// <summary>A model that trains in a second, as query of the New run page.</summary>
    public const string Tiny = "backbone=vit(img=32,patch=16,dim=16,depth=1,heads=2)&hidden_dim=8&max_frames=4&lr=0.001&threads=1&experiment=tiny";

    private readonly TemporaryFolder folder = new();
    private readonly Chromium chromium = new();

    public DashboardProcess Dashboard { get; private set; } = null!;

    /// <summary>The study's folder.</summary>
    public string Study => folder.File("study");

    /// <summary>What a browser keeps of the administrator's sign-in.</summary>
    public string SignedIn { get; private set; } = "";

    public IBrowser Browser => chromium.Browser;

    public async ValueTask InitializeAsync()
    {
        Dashboard = new DashboardProcess(folder.File("data"));
        await Task.WhenAll(chromium.StartAsync(), Dashboard.StartAsync(), Command.RunAsync(folder.File("data"), "phantom", "--output", Study, "--exams", "24", "--seed", "5"));
        await using IBrowserContext context = await Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(Dashboard.SignInLink.ToString());
        SignedIn = await context.StorageStateAsync();
        await RegisterAsync(page);
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        if (Dashboard is not null) await Dashboard.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Fills in the sign-in form and sends it.</summary>
    public static async Task SignInAsync(IPage page, string name, string password)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Adds a user on the users' page and gives them a password.</summary>
    public async Task<(string Name, string Password)> AddUserAsync(string role)
    {
        string name = $"{role}-{Guid.NewGuid():N}"[..20];
        IPage page = await OpenAsync("/users");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync(role);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        string password = await page.Locator(".mud-alert code").InnerTextAsync();
        await page.Context.DisposeAsync();
        return (name, password);
    }

    /// <summary>A page of a browser window of its own, signed in as administrator.</summary>
    public async Task<IPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800)
    {
        IBrowserContext context = await Browser.NewContextAsync(new()
        {
            StorageState = SignedIn,
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            BaseURL = Dashboard.Address.ToString(),
            AcceptDownloads = true,
        });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }
}
