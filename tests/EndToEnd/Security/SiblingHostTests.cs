using System.Net;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Security;

/// <summary>
/// Pages of a sibling host and of another port, which the administrator opens while signed in: browsers send the session's cookie with
/// these pages' requests to the dashboard.
/// </summary>
public sealed class SiblingHostTests : IAsyncLifetime
{
    // Opens the pages' connection as Blazor does, and reports whether the server answers its handshake.
    private const string Attack = """
        dashboard => new Promise(done => {
          const socket = new WebSocket(dashboard.replace("http:", "ws:") + "/_blazor");
          socket.onopen = () => socket.send('{"protocol":"blazorpack","version":1}\u001e');
          socket.onmessage = () => done("answered");
          socket.onerror = () => done("refused");
        })
        """;

    private const string Post = """
        dashboard => fetch(dashboard + "/_blazor/negotiate?negotiateVersion=1", { method: "POST", mode: "no-cors", credentials: "include" }).then(() => "sent", e => `${e}`)
        """;

    // Embeds a file without asking for permission to read it, as any page does with a picture.
    private const string TakeIn = """
        address => fetch(address, { mode: "no-cors", credentials: "include" }).then(() => "taken in", () => "refused")
        """;

    private readonly TemporaryFolder folder = new();
    private readonly Chromium chromium = new();
    private readonly HttpListener attacker = new();
    private readonly CancellationTokenSource over = new();
    private readonly int attackersPort = Random.Shared.Next(20_000, 30_000);
    private DashboardProcess dashboard = null!;

    private string Own => $"http://box.example.org:{dashboard.Address.Port}";

    public async ValueTask InitializeAsync()
    {
        dashboard = new DashboardProcess(folder.File("data"));
        attacker.Prefixes.Add($"http://*:{attackersPort}/");
        attacker.Start();
        _ = ServeAsync();
        await Task.WhenAll(chromium.StartAsync("--host-resolver-rules=MAP *.example.org 127.0.0.1"), dashboard.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        attacker.Close();
        await chromium.DisposeAsync();
        await dashboard.DisposeAsync();
        folder.Dispose();
        over.Dispose();
    }

    [Fact]
    public async Task A_page_of_another_host_or_port_gets_no_connection_as_the_administrator()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{Own}{dashboard.SignInLink.PathAndQuery}");
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        string own = await page.EvaluateAsync<string>(Attack, Own);
        await page.GotoAsync($"http://evil.example.org:{attackersPort}/");
        string sibling = await page.EvaluateAsync<string>(Attack, Own);
        string post = await page.EvaluateAsync<string>(Post, Own);
        await page.GotoAsync($"http://box.example.org:{attackersPort}/");
        string otherPort = await page.EvaluateAsync<string>(Attack, Own);

        // All of them send the cookie, and the first shows that the connection itself works. So none is refused for lack of a sign-in.
        Assert.Equal(("answered", "refused", "refused"), (own, sibling, otherPort));
        // Requests without a browser show that the server refuses it too; a browser shows its page no response.
        Assert.Equal("TypeError: Failed to fetch", post);
    }

    [Fact]
    public async Task A_link_in_a_mail_opens_its_page()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{Own}{dashboard.SignInLink.PathAndQuery}");
        await page.GotoAsync($"http://evil.example.org:{attackersPort}/");

        await page.EvaluateAsync(
            "own => { const link = document.createElement('a'); link.href = own + '/machine'; document.body.append(link); link.click(); }",
            Own);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Machine", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_of_another_host_or_port_cannot_embed_a_file()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{Own}{dashboard.SignInLink.PathAndQuery}");
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        string own = await page.EvaluateAsync<string>(TakeIn, $"{Own}/runs.csv");
        await page.GotoAsync($"http://evil.example.org:{attackersPort}/");
        string sibling = await page.EvaluateAsync<string>(TakeIn, $"{Own}/runs.csv");
        await page.GotoAsync($"http://box.example.org:{attackersPort}/");
        string otherPort = await page.EvaluateAsync<string>(TakeIn, $"{Own}/runs.csv");

        Assert.Equal(("taken in", "refused", "refused"), (own, sibling, otherPort));
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!over.IsCancellationRequested)
            {
                HttpListenerContext call = await attacker.GetContextAsync();
                call.Response.ContentType = "text/html";
                await call.Response.OutputStream.WriteAsync("<!DOCTYPE html><title>A page of somebody else's</title>"u8.ToArray(),
                    over.Token);
                call.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }
}
