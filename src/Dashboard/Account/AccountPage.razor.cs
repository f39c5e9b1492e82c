using Angioboard.Core;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace Angioboard.Dashboard.Account;

/// <summary>What users set for themselves.</summary>
public sealed partial class AccountPage
{
    private User? user;
    private string current = "";
    private string password = "";
    private string? passwordProblem;
    private string webhook = "";
    private string? webhookProblem;
    private bool notify;
    private string? notifyProblem;
    private bool shortcuts = true;

    /// <summary>Who is signed in.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>The users.</summary>
    [Inject] public required UserStore Users { get; set; }

    /// <summary>Sets passwords.</summary>
    [Inject] public required Passwords Passwords { get; set; }

    /// <summary>Who acts.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>The address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>The browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    /// <summary>Short messages.</summary>
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
        passwordProblem = null;
        if (user!.PasswordHash is not null && Passwords.Check(user.Name, current) is null)
        {
            passwordProblem = "The current password is not right";
            return;
        }
        try
        {
            Passwords.Set(await Page.GetAsync(), user.Name, password);
            Navigation.NavigateTo("sign-in", forceLoad: true);
        }
        catch (InputException e)
        {
            passwordProblem = e.Message;
        }
    }

    private async Task SetWebhook()
    {
        var address = webhook.Trim();
        var valid = address.Length == 0 || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");
        webhookProblem = valid ? null : "Give an address that starts with https:// or http://, or nothing";
        if (!valid)
            return;
        try
        {
            user = Users.ChangeOwn(await Page.GetAsync(), u => u with { Webhook = address.Length == 0 ? null : address });
            Snackbar.Add("Webhook saved", Severity.Success);
        }
        catch (InputException e)
        {
            webhookProblem = e.Message;
        }
    }

    private async Task SetNotify(bool on)
    {
        notifyProblem = null;
        if (on && await Script.InvokeAsync<string>("angioboard.askToNotify") != "granted")
        {
            notifyProblem = "The browser does not allow notifications of this page: allow them in its settings (they need https or localhost).";
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
