using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>Behind a proxy that serves the dashboard below a path of another address.</summary>
public sealed class SubPathTests(Site site)
{
    [Fact]
    public async Task Pages_and_their_connection_work_behind_a_proxy_with_a_path()
    {
        using TemporaryFolder folder = new();
        await using DashboardProcess dashboard = new(folder.Path, new() { ["Angioboard__PathBase"] = "/angioboard" });
        await dashboard.StartAsync("/angioboard/health");
        await using ForwardingProxy proxy = new(dashboard.Address);
        await using IBrowserContext context = await site.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        List<string> sockets = [];
        page.WebSocket += (_, socket) => sockets.Add(socket.Url);

        await page.GotoAsync(new Uri(proxy.Address, dashboard.SignInLink.PathAndQuery).ToString());
        await page.GotoAsync(new Uri(proxy.Address, "/angioboard/").ToString());
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.GetByRole(AriaRole.Link, new() { Name = "Machine" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Machine", Exact = true })).ToBeVisibleAsync();
        Assert.Equal(new Uri(proxy.Address, "/angioboard/machine").ToString(), page.Url);
        Assert.Contains(sockets, url => url.StartsWith($"ws://{proxy.Address.Authority}/angioboard/", StringComparison.Ordinal));
    }

    /// <summary>Forwards bytes to the dashboard, including WebSockets.</summary>
    private sealed class ForwardingProxy : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stop = new();
        private readonly Uri target;
        private readonly Task serving;

        public ForwardingProxy(Uri target)
        {
            this.target = target;
            listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
            serving = ServeAsync();
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            listener.Dispose();
            await serving;
            stop.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true) _ = PassAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        private async Task PassAsync(TcpClient browser)
        {
            using TcpClient dashboard = new();
            using (browser)
            {
                try
                {
                    await dashboard.ConnectAsync(target.Host, target.Port, stop.Token);
                    await Task.WhenAny(
                        browser.GetStream().CopyToAsync(dashboard.GetStream(), stop.Token), dashboard.GetStream()
                            .CopyToAsync(browser.GetStream(), stop.Token));
                }
                catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
                {
                    // One of the two hung up.
                }
            }
        }
    }
}
