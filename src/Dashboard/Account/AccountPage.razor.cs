using Angioboard.Core;
using Angioboard.Dashboard.Account.Attempts;
using Angioboard.Dashboard.Account.Providers;
using Angioboard.Jobs;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Webhooks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace Angioboard.Dashboard.Account;

/// <summary>A user's own settings.</summary>
public sealed partial class AccountPage
{
    private User? user;
    private string current = "";
    private string password = "";
    private string? passwordProblem;
    private string? currentProblem;
    private bool testing;
    private string webhook = "";
    private string? webhookProblem;
    private bool notify;
    private string? notifyProblem;
    private bool shortcuts = true;

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>The users.</summary>
    [Inject] public required UserStore Users { get; set; }

    /// <summary>Sets passwords.</summary>
    [Inject] public required Passwords Passwords { get; set; }

    /// <summary>What the operator has set.</summary>
    [Inject] public required AngioboardOptions Options { get; set; }

    /// <summary>Connects this account with the provider's.</summary>
    [Inject] public required AccountConnection Connection { get; set; }

    /// <summary>Limits attempts at the current password.</summary>
    [Inject] public required SignInAttempts Attempts { get; set; }

    /// <summary>Checks where webhooks may point.</summary>
    [Inject] public required WebhookClient Webhooks { get; set; }

    /// <summary>Sends test messages.</summary>
    [Inject] public required NoticeTest Notices { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Calls scripts in the browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        user = (await Authentication).User.User(Users);
        webhook = user?.Webhook ?? "";
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        notify = await Script.InvokeAsync<string?>("angioboard.choice.get", "notifications") == "on";
        shortcuts = await Script.InvokeAsync<string?>("angioboard.choice.get", "shortcuts") != "off";
        StateHasChanged();
    }

    private static Dictionary<string, object?> Complete(string kind) => new() { ["autocomplete"] = kind };

    private async Task SetPassword()
    {
        (passwordProblem, currentProblem) = (null, null);
        // Somebody who finds the page open must not try for long.
        string page = $"account of {user!.Name}";
        if (Attempts.Begin(null, user.Name, page) is { } wait)
        {
            currentProblem = $"Too many attempts. Wait {Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))} s and try again";
            return;
        }
        if (user.PasswordHash is not null && Passwords.Check(user.Name, current) is null)
        {
            currentProblem = "The current password is wrong";
            return;
        }
        Attempts.Succeed(null, user.Name, page);
        try
        {
            Passwords.Set(await Page.GetAsync(), user.Name, password);
            await LeaveAsync($"sign-in?{SignInPage.AfterChange}");
        }
        catch (InputException e)
        {
            passwordProblem = e.Message;
        }
    }

    private async Task ConnectAsync()
    {
        if ((await Authentication).User.SessionId() is not { } session) return;
        await LeaveAsync($"{OpenIdScheme.Start[1..]}?return={Uri.EscapeDataString(new Uri(Navigation.Uri).AbsolutePath)}"
            + $"&connect={Uri.EscapeDataString(Connection.Mark(session))}");
    }

    // The page's session may end before the other address has answered.
    private async Task LeaveAsync(string address)
    {
        try
        {
            await Script.InvokeVoidAsync("angioboard.leave", Navigation.ToAbsoluteUri(address).AbsoluteUri);
        }
        catch (Exception e) when (e is TaskCanceledException or JSDisconnectedException)
        {
            // The page is gone, as intended.
        }
    }

    private async Task SetWebhook()
    {
        string address = webhook.Trim();
        webhookProblem = null;
        try
        {
            if (address.Length > 0)
                await Webhooks.CheckAsync(WebhookAddress.Parse(address), CancellationToken.None);
            user = Users.ChangeOwn(await Page.GetAsync(), u => u with { Webhook = address.Length == 0 ? null : address });
            Snackbar.Add("Webhook saved", Severity.Success);
        }
        catch (InputException e)
        {
            webhookProblem = e.Message.Replace("Webhook: ", "", StringComparison.Ordinal);
        }
    }

    private async Task TestWebhook()
    {
        (testing, webhookProblem) = (true, null);
        try
        {
            await Notices.SendAsync(await Page.GetAsync(), CancellationToken.None);
            Snackbar.Add("The webhook accepted a test message", Severity.Success);
        }
        catch (InputException e)
        {
            webhookProblem = e.Message;
        }
        finally
        {
            testing = false;
        }
    }

    private async Task SetNotify(bool on)
    {
        notifyProblem = null;
        if (on && await Script.InvokeAsync<string>("angioboard.askToNotify") != "granted")
        {
            notifyProblem = "The browser blocks notifications from this page. Allow them in its settings (they need https or localhost).";
            on = false;
        }
        notify = on;
        await Script.InvokeVoidAsync("angioboard.choice.set", "notifications", on ? "on" : "off");
    }

    private async Task SetShortcuts(bool on)
    {
        shortcuts = on;
        await Script.InvokeVoidAsync("angioboard.choice.set", "shortcuts", on ? "on" : "off");
    }
}
