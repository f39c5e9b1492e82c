using System.Net;
using System.Net.Sockets;
using System.Text;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account.Proxied;

/// <summary>Users whom a proxy names in a header, which this machine's own addresses send as a proxy would.</summary>
public sealed class ProxySignInTests : IAsyncLifetime
{
    private const string Header = "X-Remote-User", Groups = "X-Remote-Groups", Proxy = "127.0.0.1", Stranger = "127.0.0.2";

    private readonly TemporaryFolder folder = new();
    private RunningDashboard dashboard = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UserStore Users => dashboard.Services.GetRequiredService<UserStore>();

    private SessionStore Sessions => dashboard.Services.GetRequiredService<SessionStore>();

    public async ValueTask InitializeAsync() => dashboard = await RunningDashboard.StartAsync(folder.Path, settings:
    [
        ("ProxySignIn:Header", Header), ("ProxySignIn:RoleHeader", Groups), ("ProxySignIn:From:0", Proxy),
        ("ProxySignIn:Roles:Researcher:0", "lab"), ("ProxySignIn:Roles:Administrator:0", "chiefs"),
        // A trusted proxy may say where a request comes from, which must not help anybody.
        ("Proxies:0", "127.0.0.0/8"),
    ]);

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_named_user_is_signed_in_with_the_role_of_their_groups()
    {
        using HttpClient proxy = From(Proxy);

        string page = await GetAsync(proxy, "account", (Header, "ada"), (Groups, "others, lab"));
        await GetAsync(proxy, "account", (Header, "ada"), (Groups, "lab"));

        Assert.Contains("You are <b>ada</b>, researcher", page, StringComparison.Ordinal);
        Assert.Contains("You sign in by <b>the proxy</b>", page, StringComparison.Ordinal);
        Assert.Contains("Sign out there", page, StringComparison.Ordinal);
        Assert.DoesNotContain("New password", page, StringComparison.Ordinal);
        Assert.Equal(new ProviderIdentity(ProviderIdentity.Proxy, "ada"), Users.Find("ada")!.Provider);
        Assert.Single(Sessions.Of("ada"));
        Assert.Single(Audited(), entry => entry is { Action: "sign-in", User: "ada" }
            && entry.Detail!.EndsWith("by the proxy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_follows_the_groups_at_once()
    {
        using HttpClient proxy = From(Proxy);
        await GetAsync(proxy, "account", (Header, "grace"), (Groups, "chiefs"));
        string before = await GetAsync(proxy, "account", (Header, "ada"), (Groups, "chiefs"));

        string after = await GetAsync(proxy, "account", (Header, "ada"));

        Assert.Contains("ada</b>, administrator", before, StringComparison.Ordinal);
        Assert.Contains("ada</b>, viewer", after, StringComparison.Ordinal);
        Assert.Contains(Audited(), entry => entry is { Action: "user.role", Target: "ada",
            Detail: "administrator to viewer, by the proxy" });
    }

    [Fact]
    public async Task A_header_from_another_address_is_ignored_and_logged_once()
    {
        using HttpClient stranger = From(Stranger);

        foreach ((string, string)[] headers in new (string, string)[][]
        {
            [(Header, "ada"), (Groups, "chiefs")], [("x-remote-USER", "ada")],
            [(Header, "ada"), ("X-Forwarded-For", Proxy)], [(Groups, "chiefs")],
        })
        {
            using HttpResponseMessage answer = await SendAsync(stranger, "account", headers);

            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        Assert.Empty(Users.All());
        AuditEntry told = Assert.Single(Audited(), entry => entry.Action == "sign-in");
        Assert.Equal((AuditOutcome.Refused, Stranger), (told.Outcome, told.From));
    }

    [Fact]
    public async Task A_request_that_the_proxy_passed_on_from_elsewhere_is_still_the_proxys()
    {
        using HttpClient proxy = From(Proxy);

        string page = await GetAsync(proxy, "account", (Header, "ada"), ("X-Forwarded-For", "192.0.2.7"));

        Assert.Contains("You are <b>ada</b>", page, StringComparison.Ordinal);
        Assert.Equal("192.0.2.7", Assert.Single(Sessions.Of("ada")).Address);
    }

    [Fact]
    public async Task An_unusable_name_is_refused_with_a_sentence()
    {
        using HttpClient proxy = From(Proxy);

        foreach (string name in new[] { "", "ada, grace", "(null)", "ada\tb", "../ada", new string('a', 65) })
        {
            using HttpResponseMessage answer = await SendAsync(proxy, "account", (Header, name));
            using HttpResponseMessage page = await SendAsync(proxy, "sign-in", (Header, name));

            Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Forbidden), (answer.StatusCode, page.StatusCode));
            Assert.Contains(name.Length == 0 ? "and sends none" : "a user name has 1 to 64 letters",
                await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
        Assert.Empty(Users.All());
    }

    [Fact]
    public async Task Several_names_are_refused()
    {
        Assert.Contains("one name in X-Remote-User, and sends several", await SendRawAsync((Header, "grace"), (Header, "ada")),
            StringComparison.Ordinal);
        Assert.Empty(Users.All());
    }

    [Fact]
    public async Task Several_headers_with_groups_are_refused_for_one_could_be_the_browsers()
    {
        Assert.Contains("X-Remote-Groups once at most, and sends several",
            await SendRawAsync((Header, "ada"), (Groups, "chiefs"), (Groups, "lab")), StringComparison.Ordinal);
        Assert.Empty(Users.All());
    }

    [Fact]
    public async Task A_local_account_of_the_same_name_is_not_given_away_until_an_administrator_connects_it()
    {
        dashboard.AddUser("ada", Roles.Viewer, "correct horse");
        using HttpClient proxy = From(Proxy);

        using HttpResponseMessage refused = await SendAsync(proxy, "sign-in", (Header, "ada"));
        Users.Change(Actor.Server, "ada",
            user => user with { Provider = new ProviderIdentity(ProviderIdentity.Proxy, "ada"), PasswordHash = null });
        string page = await GetAsync(proxy, "account", (Header, "ada"));

        Assert.Contains("ask an administrator to connect it on the Users page", await refused.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
        Assert.Contains("You are <b>ada</b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_account_stays_out_and_its_sessions_end()
    {
        using HttpClient proxy = From(Proxy);
        await GetAsync(proxy, "account", (Header, "ada"));
        Users.Change(Actor.Server, "ada", user => user with { Disabled = true });

        using HttpResponseMessage answer = await SendAsync(proxy, "account", (Header, "ada"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Empty(Sessions.Of("ada"));
    }

    [Fact]
    public async Task Without_the_header_others_sign_in_as_before_and_with_it_their_cookie_counts_for_nothing()
    {
        using Browser browser = await dashboard.BrowserOfAsync("grace", Roles.Researcher);

        string own = await browser.GetStringAsync("account", Cancellation);
        string named = await GetAsync(browser, "account", (Header, "ada"));
        using HttpResponseMessage refused = await SendAsync(browser, "account", (Header, "not a name"));

        Assert.Contains("You are <b>grace</b>", own, StringComparison.Ordinal);
        Assert.Contains("You are <b>ada</b>", named, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
    }

    [Fact]
    public async Task A_request_without_the_header_is_nobodys()
    {
        using HttpClient proxy = From(Proxy);
        using HttpResponseMessage named = await SendAsync(proxy, "account", (Header, "ada"));

        using HttpResponseMessage after = await SendAsync(proxy, "account");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (named.StatusCode, after.StatusCode));
        Assert.DoesNotContain(named.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies : [],
            cookie => cookie.StartsWith("angioboard-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task For_the_api_too_the_header_decides_alone_except_before_a_token()
    {
        using Browser browser = await dashboard.BrowserOfAsync("grace", Roles.Administrator);
        string token = dashboard.Services.GetRequiredService<TokenStore>()
            .Create(Actor.Account("grace", Users.Find("grace")!.Stamp, "test"), "laptop", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1));

        using HttpResponseMessage own = await SendAsync(browser, "api/v1/users"),
            chief = await SendAsync(browser, "api/v1/users", (Header, "ada"), (Groups, "chiefs")),
            viewer = await SendAsync(browser, "api/v1/users", (Header, "ada")),
            viewersRuns = await SendAsync(browser, "api/v1/runs", (Header, "ada")),
            nobody = await SendAsync(browser, "api/v1/runs", (Header, "not a name")),
            program = await SendAsync(browser, "api/v1/users", (Header, "ada"), (Groups, "chiefs"), ("Authorization", $"Bearer {token}"));
        using HttpRequestMessage change = new(HttpMethod.Post, "api/v1/runs/demo/Train_1/stop");
        change.Headers.TryAddWithoutValidation(Header, "ada");
        change.Headers.TryAddWithoutValidation(Groups, "chiefs");
        using HttpResponseMessage changed = await browser.SendAsync(change, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (own.StatusCode, chief.StatusCode));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (viewer.StatusCode, viewersRuns.StatusCode));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (nobody.StatusCode, program.StatusCode));
        // Another page can make the browser send it, so it needs the page's own value.
        Assert.Equal(HttpStatusCode.Forbidden, changed.StatusCode);
        Assert.Contains("X-CSRF", await changed.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    // A client of .NET would join headers of the same name.
    private async Task<string> SendRawAsync(params (string Name, string Value)[] headers)
    {
        using TcpClient proxy = new();
        await proxy.ConnectAsync(IPAddress.Loopback, new Uri(dashboard.Address).Port, Cancellation);
        string lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        await proxy.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n"), Cancellation);
        using StreamReader answer = new(proxy.GetStream());
        return await answer.ReadToEndAsync(Cancellation);
    }

    private IEnumerable<AuditEntry> Audited() => dashboard.Services.GetRequiredService<AuditReader>().All(new AuditQuery(), Cancellation);

    private static async Task<string> GetAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage answer = await SendAsync(client, path, headers);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach (IGrouping<string, string> header in headers.GroupBy(one => one.Name, one => one.Value))
            request.Headers.TryAddWithoutValidation(header.Key, header);
        return client.SendAsync(request, Cancellation);
    }

    // A client whose connections come from this address.
    private HttpClient From(string address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (connection, cancellation) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(connection.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = new Uri(dashboard.Address) };
}
