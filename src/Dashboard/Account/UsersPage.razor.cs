using Angioboard.Core;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Account;

/// <summary>Administrators add users, change their roles, reset passwords and shut accounts.</summary>
public sealed partial class UsersPage
{
    private string name = "";
    private string role = Roles.Researcher;
    private string? problem;
    private (string Name, string Password)? handOut;

    /// <summary>The users.</summary>
    [Inject] public required UserStore Users { get; set; }

    /// <summary>Sets passwords.</summary>
    [Inject] public required Passwords Passwords { get; set; }

    /// <summary>Asks before a password is reset.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    private static string ResetLabel(User user) => user.PasswordHash is null ? "Set password" : "Reset password";

    private void Add() => Try(() =>
    {
        var user = new User { Name = name.Trim(), Role = role };
        Users.Add(user);
        GivePassword(user.Name);
        name = "";
    });

    private void SetRole(User user, string? wanted) => Try(() => Users.Change(user.Name, u => u with { Role = wanted ?? u.Role }));

    private void SetDisabled(User user, bool disabled) => Try(() => Users.Change(user.Name, u => u with { Disabled = disabled }));

    private async Task ResetPassword(User user)
    {
        if (user.PasswordHash is null
            || await Dialogs.ConfirmAsync("Reset password", $"The password of {user.Name} stops working, and {user.Name} is signed out everywhere.", "Reset password", dangerous: true))
        {
            GivePassword(user.Name);
        }
    }

    private void GivePassword(string user)
    {
        var password = Passwords.Random();
        Passwords.Set(user, password);
        handOut = (user, password);
    }

    private void Try(Action change)
    {
        problem = null;
        try
        {
            change();
        }
        catch (InputException e)
        {
            problem = e.Message;
        }
    }
}
