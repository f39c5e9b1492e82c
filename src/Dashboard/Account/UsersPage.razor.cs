using Angioboard.Core;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Jobs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Account;

/// <summary>Administrators add users, change their roles, reset passwords and disable accounts.</summary>
public sealed partial class UsersPage
{
    private string name = "";
    private string role = Roles.Researcher;
    private string? problem;

    // Counts refusals: a list whose choice was refused is replaced by one with the role that the user still has.
    private int shown;
    private (string Name, string Password)? handOut;

    /// <summary>The users.</summary>
    [Inject] public required UserStore Users { get; set; }

    /// <summary>The tokens of all users.</summary>
    [Inject] public required TokenStore Tokens { get; set; }

    /// <summary>Sets passwords.</summary>
    [Inject] public required Passwords Passwords { get; set; }

    /// <summary>What the operator has set.</summary>
    [Inject] public required AngioboardOptions Options { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Asks for confirmation.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    private static string ResetLabel(User user) => user.PasswordHash is null ? "Set password" : "Reset password";

    private Task Add() => TryAsync(actor =>
    {
        User user = new User { Name = name.Trim(), Role = role };
        Users.Add(actor, user);
        GivePassword(actor, user.Name);
        name = "";
    });

    private Task SetRole(User user, string? wanted) =>
        TryAsync(actor => Users.Change(actor, user.Name, u => u with { Role = wanted ?? u.Role }));

    private Task SetDisabled(User user, bool disabled) =>
        TryAsync(actor => Users.Change(actor, user.Name, u => u with { Disabled = disabled }));

    private async Task ResetPassword(User user)
    {
        if (user.PasswordHash is null
            || await Dialogs.ConfirmAsync("Reset password",
                $"The password of {user.Name} stops working, and {user.Name} is signed out everywhere. Tokens keep working until they "
                    + "are revoked, below.", "Reset password", dangerous: true))
        {
            await TryAsync(actor => GivePassword(actor, user.Name));
        }
    }

    private async Task ConnectAsync(User user)
    {
        string follows = Options.ProxySignIn!.Roles.IsSet ? $" From then on, {user.Name} has the role that the proxy's groups give." : "";
        // The proxy's spelling counts, in each letter: with another one nobody could sign in to the account.
        if (await Dialogs.TextAsync("Connect with the proxy",
            $"Write the name exactly as the proxy sends it, with its capital letters. The password of {user.Name} stops working, and "
                + $"{user.Name} is signed out everywhere.{follows}",
            $"The proxy's name for {user.Name}", user.Name, "Connect") is { } named)
        {
            await TryAsync(actor => Users.Change(actor, user.Name, u => UserStore.NameProblem(named) is { } rule
                ? throw new InputException($"\"{named}\" is no name that a proxy can send: {rule}")
                : u with
                {
                    Provider = new ProviderIdentity(ProviderIdentity.Proxy, named), PasswordHash = null, MustChangePassword = false,
                }));
        }
    }

    private async Task DisconnectAsync(User user, ProviderIdentity provider)
    {
        if (await Dialogs.ConfirmAsync("Disconnect",
            $"{user.Name} no longer signs in by {provider.Provider}, and is signed out everywhere. Set a password for {user.Name} next.",
            "Disconnect", dangerous: true))
        {
            await TryAsync(actor => Users.Change(actor, user.Name, u => u with { Provider = null }));
        }
    }

    private void GivePassword(Actor actor, string user)
    {
        string password = Passwords.Random();
        Passwords.Set(actor, user, password, handedOut: true);
        handOut = (user, password);
    }

    private async Task TryAsync(Action<Actor> change)
    {
        problem = null;
        try
        {
            change(await Page.GetAsync());
        }
        catch (InputException e)
        {
            problem = e.Message;
            shown++;
        }
    }
}
