using System.Net;
using System.Text.RegularExpressions;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Tests.Api.V1;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests;

/// <summary>The whole application on a free port of this machine, with its own data folder, as HTTP clients see it.</summary>
internal sealed partial class RunningDashboard : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningDashboard(WebApplication app, string pathBase)
    {
        this.app = app;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Single(bound => !bound.Contains("unix:", StringComparison.Ordinal));
        Address = $"{address}{pathBase}/";
    }

    public string Address { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<RunningDashboard> StartAsync(string dataFolder, string pathBase = "",
        params (string Key, string Value)[] settings)
    {
        string[] args = ["--urls", "http://127.0.0.1:0", "--Angioboard:DataFolder", dataFolder,
            .. settings.SelectMany(s => new[] { s.Key == "urls" ? "--urls" : $"--Angioboard:{s.Key}", s.Value })];
        WebApplication app = DashboardHost.Create(pathBase.Length > 0 ? [.. args, "--Angioboard:PathBase", pathBase] : args);
        await DashboardHost.StartAsync(app);
        return new RunningDashboard(app, pathBase);
    }

    /// <summary>An HTTP client like a browser: it keeps cookies. It does not follow redirects.</summary>
    public Browser Browser() => new(new CookieContainer()) { BaseAddress = new Uri(Address) };

    /// <summary>A browser that is signed in, by name and password, as a user of this role.</summary>
    public async Task<Browser> BrowserOfAsync(string name, string role)
    {
        AddUser(name, role, "correct horse");
        Browser browser = Browser();
        HttpResponseMessage answer = await SignInAsync(browser, name, "correct horse");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    public void AddUser(string name, string role, string password)
    {
        Services.GetRequiredService<UserStore>().Add(Actor.Server, new User { Name = name, Role = role });
        Services.GetRequiredService<Passwords>().Set(Actor.Server, name, password);
    }

    /// <summary>A user who signed in.</summary>
    public Actor ActorOf(string name) =>
        Actor.Account(name, Services.GetRequiredService<UserStore>().Find(name)!.Stamp, "192.0.2.9");

    /// <summary>A program with a token of a user of this role, who is added.</summary>
    public ApiClient Api(string name, string role, TimeSpan? valid = null)
    {
        AddUser(name, role, "correct horse");
        DateTimeOffset expires = DateTimeOffset.UtcNow + (valid ?? TimeSpan.FromDays(1));
        return new ApiClient(new Uri(Address), Services.GetRequiredService<TokenStore>().Create(ActorOf(name), "test", role, expires));
    }

    /// <summary>Fills in and sends the sign-in form.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string name, string password)
    {
        string page = await browser.GetStringAsync("sign-in");
        return await browser.PostAsync("sign-in", Form(TokenIn(page), name, password));
    }

    /// <summary>Sends the account page's form that signs out.</summary>
    public static async Task<HttpResponseMessage> SignOutAsync(HttpClient browser) =>
        await browser.PostAsync("sign-out",
            new FormUrlEncodedContent([new("__RequestVerificationToken", TokenIn(await browser.GetStringAsync("account")))]));

    /// <summary>The token of a page's form.</summary>
    public static string TokenIn(string page) => Token().Match(page).Groups[1].Value;

    public static FormUrlEncodedContent Form(string antiforgery, string name, string password) => new(
    [
        new("_handler", "sign-in"), new("__RequestVerificationToken", antiforgery), new("Name", name), new("Password", password),
    ]);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
