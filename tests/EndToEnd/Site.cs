using Angioboard.EndToEnd;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Site))]
// One test after another, except for the campaigns, which have their own processes: browsers mostly wait, campaigns compute.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace Angioboard.EndToEnd;

/// <summary>A dashboard with a small registered phantom dataset, and a browser signed in as its administrator, for all tests.</summary>
public sealed class Site : IAsyncLifetime
{
    /// <summary>The registered study's name.</summary>
    public const string Dataset = "study";

    // Characters of the dashboard's log that are shown with an error in the browser.
    private const int LogEnd = 4000;

    private static readonly SemaphoreSlim OneAtATime = new(1);

    private readonly TemporaryFolder folder = new();
    private readonly Chromium chromium = new();
    private (string, string)? finished;

    public DashboardProcess Dashboard { get; private set; } = null!;

    /// <summary>The study's folder.</summary>
    public string Study => folder.File("study");

    /// <summary>The browser's storage after the administrator's sign-in.</summary>
    public string SignedIn { get; private set; } = "";

    public IBrowser Browser => chromium.Browser;

    public async ValueTask InitializeAsync()
    {
        Dashboard = new DashboardProcess(folder.File("data"));
        await Task.WhenAll(chromium.StartAsync(), Dashboard.StartAsync(),
            Command.RunAsync(folder.File("data"), "phantom", "--output", Study, "--exams", "24", "--seed", "5"));
        SignedIn = await SignInAsync(Browser, Dashboard);
        IPage page = await OpenAsync("/");
        await RegisterAsync(page, Study);
        await page.Context.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        if (Dashboard is not null) await Dashboard.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>The address of a New run page with a model that trains in a second or two.</summary>
    public static string Tiny(string experiment, int epochs, int seed = 42, int depth = 1) =>
        $"/new?dataset={Dataset}&experiment={experiment}&epochs={epochs}&seed={seed}"
        + $"&backbone={Uri.EscapeDataString($"vit(img=32,patch=16,dim=16,depth={depth},heads=2)")}"
        + "&hidden_dim=8&max_frames=4&lr=0.001&batch_size=2&threads=1&augmentations=false&pretrained=none&normalizer=dataset";

    /// <summary>Registers a study on the datasets page, as an administrator who allows its folder with a click.</summary>
    public static async Task RegisterAsync(IPage page, string study, string name = Dataset)
    {
        await GoAsync(page, "/datasets?register=true");
        await FillAsync(page, "Name", name);
        await FillAsync(page, "Split file", Path.Combine(study, "split.json"));
        await FillAsync(page, "Frame folder", study);
        await FillAsync(page, "Class names", "Leakage, Staining, No, Pooling, Window defect");
        await FillAsync(page, "Patients (optional)", @"(\d+)_[LR]$");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Allow {study}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check and register" }).ClickAsync();
        ILocator heading = page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });
        await Assertions.Expect(heading).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    /// <summary>Opens a page and waits until it responds to input.</summary>
    public static async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Launches a New run page's settings and returns the run's id.</summary>
    public static async Task<string> LaunchAsync(IPage page, string address)
    {
        await GoAsync(page, address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).ClickAsync(new() { Timeout = 30_000 });
        await page.WaitForURLAsync("**/runs/*/*", new() { Timeout = 30_000 });
        return string.Join('/', new Uri(page.Url).AbsolutePath.Split('/')[^2..]);
    }

    /// <summary>Waits until the run's page shows this status.</summary>
    public static Task StatusAsync(IPage page, string status, float seconds = 120) =>
        Assertions.Expect(page.Locator(".run-heading").GetByText(status, new() { Exact = true }))
            .ToBeVisibleAsync(new() { Timeout = 1000 * seconds });

    /// <summary>Waits until the run's page shows that it trains.</summary>
    public static Task TrainingAsync(IPage page) =>
        Assertions.Expect(page.Locator(".run-progress").GetByText("frames/s")).ToBeVisibleAsync(new() { Timeout = 120_000 });

    /// <summary>Stops the run on the open page.</summary>
    public static async Task StopAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Stop the run" }).ClickAsync();
    }

    /// <summary>Two finished runs on the same data, made at the first request.</summary>
    public async Task<(string First, string Second)> TwoFinishedRunsAsync()
    {
        await OneAtATime.WaitAsync();
        try
        {
            return finished ??= await MakeTwoAsync();
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private async Task<(string, string)> MakeTwoAsync()
    {
        IPage page = await OpenAsync("/");
        string first = await LaunchAsync(page, Tiny("pair", 6, seed: 1)), second = await LaunchAsync(page, Tiny("pair", 6, seed: 2));
        await StatusAsync(page, "Finished");
        await page.Context.DisposeAsync();
        return (first, second);
    }

    /// <summary>Fills in the field with this label.</summary>
    public static async Task FillAsync(IPage page, string label, string text) =>
        await page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    /// <summary>Signs in with the link that a dashboard printed; returns the browser's storage.</summary>
    public static async Task<string> SignInAsync(IBrowser browser, DashboardProcess dashboard)
    {
        await using IBrowserContext context = await browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(dashboard.SignInLink.ToString());
        return await context.StorageStateAsync();
    }

    /// <summary>Fills in the sign-in form and sends it.</summary>
    public static async Task SignInAsync(IPage page, string name, string password)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Adds a user on the users page, who then chooses their own password.</summary>
    public async Task<(string Name, string Password)> AddUserAsync(string role)
    {
        string name = $"{role}-{Guid.NewGuid():N}"[..20];
        IPage page = await OpenAsync("/users");
        await page.Locator(".users-add input").First.FillAsync(name);
        await page.Locator(".users-add select").SelectOptionAsync(role);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        string handedOut = await page.Locator(".mud-alert pre").InnerTextAsync(), password = $"{name} has one";
        await page.Context.DisposeAsync();
        await using IBrowserContext context = await Browser.NewContextAsync(new() { BaseURL = Dashboard.Address.ToString() });
        page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await SignInAsync(page, name, handedOut);
        await ChoosePasswordAsync(page, password);
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return (name, password);
    }

    /// <summary>Fills in the page that asks for a new password.</summary>
    public static async Task ChoosePasswordAsync(IPage page, string password)
    {
        await page.GetByLabel("New password").FillAsync(password);
        await page.GetByLabel("Repeat password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
    }

    /// <summary>A page in its own browser window, signed in as administrator.</summary>
    public async Task<IPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800,
        string? timezone = null)
    {
        IBrowserContext context = await Browser.NewContextAsync(new()
        {
            StorageState = SignedIn,
            ColorScheme = scheme,
            TimezoneId = timezone,
            ViewportSize = new() { Width = width, Height = height },
            BaseURL = Dashboard.Address.ToString(),
            AcceptDownloads = true,
        });
        IPage page = await context.NewPageAsync();
        Report(page);
        await GoAsync(page, path);
        return page;
    }

    // What went wrong in the browser stands in the output of the test that opened the page, with the end of the dashboard's log.
    private void Report(IPage page)
    {
        if (TestContext.Current.TestOutputHelper is not { } output) return;
        page.PageError += (_, error) => Say($"page error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Say($"console: {message.Text}");
        };

        void Say(string text)
        {
            string log = Dashboard.Output;
            try
            {
                output.WriteLine($"{text}\n{log[Math.Max(0, log.Length - LogEnd)..]}");
            }
            catch (InvalidOperationException)
            {
                // The test has ended, and left its page open.
            }
        }
    }
}
