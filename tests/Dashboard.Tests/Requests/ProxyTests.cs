using System.Net;

namespace Angioboard.Dashboard.Tests.Requests;

public sealed class ProxyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Behind_a_configured_proxy_addresses_come_from_its_headers()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, settings: ("Proxies:0", "127.0.0.1"));
        using Browser browser = Proxied(dashboard, "/tools");

        HttpResponseMessage away = await browser.GetAsync("", Cancellation);
        string page = await browser.GetStringAsync("sign-in", Cancellation);

        Assert.Equal("/tools/sign-in?return=%2Ftools%2F", away.Headers.Location!.ToString());
        Assert.Contains("<base href=\"/tools/\"", page, StringComparison.Ordinal);
        Assert.Contains("max-age", Assert.Single(away.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task Forwarded_headers_from_others_are_ignored(string? proxies)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = proxies is null
            ? await RunningDashboard.StartAsync(folder.Path)
            : await RunningDashboard.StartAsync(folder.Path, settings: ("Proxies:0", proxies));
        using Browser browser = Proxied(dashboard, "/tools");

        HttpResponseMessage away = await browser.GetAsync("", Cancellation);

        Assert.Equal("/sign-in?return=%2F", away.Headers.Location!.ToString());
        Assert.False(away.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("//evil.example.org")]
    [InlineData("/a/../b")]
    [InlineData("tools")]
    [InlineData("/a\"onload=")]
    [InlineData("https://evil.example.org")]
    public async Task A_prefix_that_is_not_a_path_is_refused(string prefix)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, settings: ("Proxies:0", "127.0.0.0/8"));
        using Browser browser = Proxied(dashboard, prefix);

        HttpResponseMessage answer = await browser.GetAsync("sign-in", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("X-Forwarded-Prefix: is not a path", await answer.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("box.example.org", HttpStatusCode.OK)]
    [InlineData("BOX.example.org:8443", HttpStatusCode.OK)]
    [InlineData("tunnel.example.org", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]:80", HttpStatusCode.OK)]
    [InlineData("evil.example.org", HttpStatusCode.BadRequest)]
    [InlineData("10.1.2.3", HttpStatusCode.BadRequest)]
    [InlineData("box.example.org.evil.example", HttpStatusCode.BadRequest)]
    public async Task With_a_public_address_other_hosts_are_refused(string host, HttpStatusCode expected)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            folder.Path, settings: [("PublicUrl", "https://box.example.org/angioboard"), ("Hosts:0", "tunnel.example.org")]);
        using Browser browser = dashboard.Browser();
        browser.DefaultRequestHeaders.Host = host;

        HttpResponseMessage answer = await browser.GetAsync("sign-in", Cancellation);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected != HttpStatusCode.OK, (await answer.Content.ReadAsStringAsync(Cancellation))
            .Contains("Angioboard:PublicUrl", StringComparison.Ordinal));
    }

    private static Browser Proxied(RunningDashboard dashboard, string prefix)
    {
        Browser browser = dashboard.Browser();
        foreach ((string? header, string? value) in new[] { ("X-Forwarded-For", "10.9.8.7"), ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "box.example"), ("X-Forwarded-Prefix", prefix) })
            browser.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        return browser;
    }
}
