using System.Net;
using System.Text.RegularExpressions;

namespace Angioboard.Dashboard.Tests.Account.Providers;

/// <summary>A browser that signs in by the provider, step by step.</summary>
internal sealed partial class OpenIdVisit(RunningDashboard dashboard) : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Browser Browser { get; } = dashboard.Browser();

    /// <summary>Presses the button; returns the provider's address to which it leads.</summary>
    public async Task<Uri> StartAsync(string path = "sign-in/provider")
    {
        using HttpResponseMessage answer = await Browser.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    /// <summary>Lets the provider sign in its visitor; returns the dashboard's address to which it leads.</summary>
    public async Task<Uri> SignInThereAsync(Uri provider)
    {
        using HttpResponseMessage answer = await Browser.GetAsync(provider, Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Cancellation));
        return answer.Headers.Location!;
    }

    /// <summary>Comes back to the dashboard; returns the address to which it leads.</summary>
    public async Task<string> ReturnAsync(Uri callback)
    {
        using HttpResponseMessage answer = await Browser.GetAsync(callback, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>All of it.</summary>
    public async Task<string> SignInAsync(string path = "sign-in/provider") =>
        await ReturnAsync(await SignInThereAsync(await StartAsync(path)));

    /// <summary>The sentence of the sign-in page at an address.</summary>
    public async Task<string> ProblemAsync(string address)
    {
        using HttpResponseMessage answer = await Browser.GetAsync(address, Cancellation);
        string page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        return WebUtility.HtmlDecode(Problem().Match(page).Groups[1].Value);
    }

    /// <summary>Whether the browser is signed in.</summary>
    public async Task<bool> IsSignedInAsync()
    {
        using HttpResponseMessage answer = await Browser.GetAsync("account", Cancellation);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public void Dispose() => Browser.Dispose();

    [GeneratedRegex("<p class=\"sign-in-problem\"[^>]*>([^<]*)</p>")]
    private static partial Regex Problem();
}
