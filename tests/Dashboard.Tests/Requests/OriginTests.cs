using System.Net;
using System.Net.WebSockets;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Requests;

public sealed class OriginTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("own", true)]
    [InlineData("http://evil.example.org", false)]
    [InlineData("null", false)]
    [InlineData("https", false)]
    [InlineData("other port", false)]
    [InlineData(null, false)]
    public async Task A_pages_connection_is_accepted_only_from_our_own_pages(string? origin, bool opened)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        using ClientWebSocket socket = new();
        socket.Options.Cookies = browser.Cookies;
        if (Named(origin, dashboard) is { } named)
            socket.Options.SetRequestHeader("Origin", named);
        Uri address = new UriBuilder(dashboard.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;

        Task connecting = socket.ConnectAsync(address, Cancellation);

        if (opened)
            await connecting;
        else
            Assert.Contains("403", (await Assert.ThrowsAsync<WebSocketException>(() => connecting)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own", null, HttpStatusCode.OK)]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData(null, "same-origin", HttpStatusCode.OK)]
    [InlineData(null, "same-site", HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("http://evil.example.org", null, HttpStatusCode.Forbidden)]
    public async Task Changes_are_accepted_only_from_our_own_pages_and_from_programs(string? origin, string? site, HttpStatusCode expected)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        using HttpRequestMessage request = new(HttpMethod.Post, "_blazor/negotiate?negotiateVersion=1");
        if (Named(origin, dashboard) is { } named)
            request.Headers.Add("Origin", named);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);

        HttpResponseMessage answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("no-cors", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("cors", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("no-cors", "same-origin", HttpStatusCode.OK)]
    [InlineData("navigate", "cross-site", HttpStatusCode.OK)]
    [InlineData(null, null, HttpStatusCode.OK)]
    public async Task Other_sites_cannot_embed_our_files_but_can_link_to_them(string? mode, string? site, HttpStatusCode expected)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        using HttpRequestMessage request = new(HttpMethod.Get, "runs.csv");
        if (mode is not null)
            request.Headers.Add("Sec-Fetch-Mode", mode);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);

        HttpResponseMessage answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("_blazor/negotiate", "POST")]
    [InlineData("_BLAZOR", "GET")]
    [InlineData("_blazor/initializers", "GET")]
    [InlineData("_blazor/disconnect", "POST")]
    [InlineData("sign-in", "POST")]
    [InlineData("sign-out", "POST")]
    [InlineData("hangfire/jobs/enqueued/delete", "POST")]
    [InlineData("", "PUT")]
    public async Task Every_changing_endpoint_checks_the_origin(string path, string method)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Administrator);
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.Add("Origin", "http://evil.example.org");

        HttpResponseMessage answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("another site", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static string? Named(string? origin, RunningDashboard dashboard) => origin switch
    {
        "own" => dashboard.Address.TrimEnd('/'),
        "https" => dashboard.Address.TrimEnd('/').Replace("http:", "https:", StringComparison.Ordinal),
        "other port" => "http://127.0.0.1:1",
        _ => origin,
    };
}
