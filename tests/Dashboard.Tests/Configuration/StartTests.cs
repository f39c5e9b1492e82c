using System.Diagnostics;
using System.Net;
using Angioboard.Core;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Configuration;

public sealed class StartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_in_use_by_a_dashboard_is_refused_to_a_second_one()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard first = await RunningDashboard.StartAsync(folder.Path);

        InputException refusal = await Assert.ThrowsAsync<InputException>(() => RunningDashboard.StartAsync(folder.Path));

        Assert.Contains("another dashboard runs on this data folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_ends_the_start_with_one_line_and_2()
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder other = new();
        await using RunningDashboard first = await RunningDashboard.StartAsync(folder.Path);

        (int code, string? output, string? errors) =
            await RunAsync(("ASPNETCORE_URLS", first.Address.TrimEnd('/')), ("Angioboard__DataFolder", other.Path));

        Assert.Equal(2, code);
        Assert.Equal(
            $"angioboard: {first.Address.TrimEnd('/')}: another program listens there; set ASPNETCORE_URLS to another address\n", errors);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Under_a_sub_path_pages_assets_and_redirects_stay_below_it()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, "/tools/angioboard");
        using Browser stranger = dashboard.Browser();
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        HttpResponseMessage away = await stranger.GetAsync("", Cancellation);
        string page = await browser.GetStringAsync("", Cancellation);
        HttpResponseMessage script = await browser.GetAsync("js/app.js", Cancellation);
        HttpResponseMessage circuit = await browser.PostAsync("_blazor/negotiate?negotiateVersion=1", null, Cancellation);

        Assert.Contains("/tools/angioboard/sign-in?return=%2Ftools%2Fangioboard%2F", away.Headers.Location!.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("<base href=\"/tools/angioboard/\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/", page.Replace("<base href=\"/tools", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Equal(HttpStatusCode.OK, circuit.StatusCode);
    }

    [Fact]
    public async Task Responses_run_no_foreign_script_and_cannot_be_framed()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        HttpResponseMessage page = await browser.GetAsync("", Cancellation);

        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(page.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start =
            new ProcessStartInfo("env", ["--default-signal", "dotnet", typeof(DashboardHost).Assembly.Location]) { RedirectStandardError =
                true, RedirectStandardOutput = true };
        foreach ((string? name, string? value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        string errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, errors);
    }
}
