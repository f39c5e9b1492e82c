using System.Net;
using System.Net.WebSockets;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Limits;

public sealed class OpenPagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_has_a_limited_number_of_open_pages_and_sees_when_it_is_exceeded()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, settings: ("Limits:OpenPages", "2"));
        using Browser ada = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        using Browser bob = await dashboard.BrowserOfAsync("bob", Roles.Viewer);
        using ClientWebSocket first = await OpenAsync(dashboard, ada);
        using ClientWebSocket second = await OpenAsync(dashboard, ada);

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(dashboard, ada));
        HttpResponseMessage page = await ada.GetAsync("", Cancellation);
        string text = await page.Content.ReadAsStringAsync(Cancellation);
        HttpResponseMessage others = await bob.GetAsync("", Cancellation);
        using ClientWebSocket third = await OpenAsync(dashboard, bob);
        first.Abort();
        HttpResponseMessage again = await ada.GetAsync("", Cancellation);

        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.Contains("You have too many pages open", text, StringComparison.Ordinal);
        Assert.Contains("You have 2 pages of Angioboard open", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private static async Task<ClientWebSocket> OpenAsync(RunningDashboard dashboard, Browser browser)
    {
        ClientWebSocket socket = new();
        socket.Options.Cookies = browser.Cookies;
        socket.Options.SetRequestHeader("Origin", dashboard.Address.TrimEnd('/'));
        await socket.ConnectAsync(new UriBuilder(dashboard.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, Cancellation);
        return socket;
    }
}
