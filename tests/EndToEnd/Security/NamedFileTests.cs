using System.Globalization;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Security;

/// <summary>A researcher who enters names of the server's files in the browser.</summary>
public sealed class NamedFileTests(Site site)
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public async Task A_launch_address_takes_no_file_of_the_server_home()
    {
        IPage page = await ResearcherAsync();
        foreach (string secret in new[] { "/etc/passwd", "/proc/self/environ", Path.Combine(site.Dashboard.DataFolder, "angioboard.db") })
        {
            await Site.GoAsync(page, $"/new?split={Uri.EscapeDataString(secret)}&datadir=/tmp&experiment=steal&class_names=a,b");

            await Assertions.Expect(page.GetByText("files named by hand are for administrators").First).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Launch", Exact = true })).ToBeDisabledAsync();
        }

        IPage administrator = await site.OpenAsync($"/new?dataset=&split=/etc/passwd&datadir=/etc&experiment=steal&class_names=a,b");
        await Assertions.Expect(administrator.GetByText("/etc/passwd is not below a folder that data may be read from").First)
            .ToBeVisibleAsync();
        await administrator.GetByLabel("Split file", new() { Exact = true }).FillAsync("/etc/no-such-file");
        await Assertions.Expect(administrator.GetByText("/etc/no-such-file is not below a folder that data may be read from").First)
            .ToBeVisibleAsync();
        await Assertions.Expect(administrator.GetByRole(AriaRole.Button, new() { Name = "Launch", Exact = true })).ToBeDisabledAsync();
        Assert.False(Directory.Exists(Path.Combine(site.Dashboard.Results, "steal")));
        await page.Context.DisposeAsync();
        await administrator.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_device_file_named_in_the_form_fills_no_memory_and_the_page_says_whom_to_ask()
    {
        IPage page = await ResearcherAsync();
        await Site.GoAsync(page, "/datasets?register=true");
        long before = Memory();

        foreach (string field in new[] { "Split file", "Patients (optional)" })
            await page.GetByLabel(field, new() { Exact = true }).FillAsync("/dev/zero");
        await page.GetByLabel("Frame folder", new() { Exact = true }).FillAsync("/dev");
        await Assertions.Expect(page.GetByText("Not below a folder that data may be read from; ask an administrator ("))
            .ToHaveCountAsync(3, new() { Timeout = 30_000 });
        await page.GetByLabel("Patients (optional)", new() { Exact = true }).PressSequentiallyAsync("0000");

        Assert.InRange(Memory() - before, long.MinValue, 300 * Megabyte);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Allow" })).ToHaveCountAsync(0);
        await page.Context.DisposeAsync();
    }

    private async Task<IPage> ResearcherAsync()
    {
        (string name, string password) = await site.AddUserAsync("researcher");
        IBrowserContext context = await site.Browser.NewContextAsync(new() { BaseURL = site.Dashboard.Address.ToString() });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await Site.SignInAsync(page, name, password);
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return page;
    }

    private long Memory()
    {
        string line = File.ReadLines($"/proc/{site.Dashboard.Id.ToString(CultureInfo.InvariantCulture)}/status")
            .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(new string([.. line.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
    }
}
