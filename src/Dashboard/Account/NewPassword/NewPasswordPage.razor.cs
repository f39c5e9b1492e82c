using Angioboard.Core;
using Angioboard.Dashboard.Account.Sessions;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Account.NewPassword;

/// <summary>
/// Asks for the user's own password. Rendered without a circuit, because it sets a cookie: a new password ends every session.
/// </summary>
public sealed partial class NewPasswordPage
{
    private string? problem;

    /// <summary>The password typed.</summary>
    [SupplyParameterFromForm] public string? Password { get; set; }

    /// <summary>The password typed again.</summary>
    [SupplyParameterFromForm] public string? Again { get; set; }

    /// <summary>The local path to open afterwards.</summary>
    [SupplyParameterFromQuery] public string? Return { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter] public required HttpContext Context { get; set; }

    /// <summary>The users.</summary>
    [Inject] public required UserStore Users { get; set; }

    /// <summary>Sets passwords.</summary>
    [Inject] public required Passwords Passwords { get; set; }

    /// <summary>Begins the next session.</summary>
    [Inject] public required SignIn SignIn { get; set; }

    private async Task SetAsync()
    {
        if (Context.User.User(Users) is not { MustChangePassword: true } user)
        {
            // Users with their own password change it on the account page, which asks for the old one.
            Context.Response.Redirect($"{Context.Request.PathBase}/account");
            return;
        }
        try
        {
            if (Password != Again)
                throw new InputException("The passwords do not match; type the new one twice");
            if (Passwords.Check(user.Name, Password ?? "") is not null)
                throw new InputException("This is the password that you were given; choose another");
            Passwords.Set(Context.Actor(), user.Name, Password ?? "");
            await SignIn.EnterAsync(Context, Users.Find(user.Name)!);
        }
        catch (InputException e)
        {
            Context.Response.StatusCode = StatusCodes.Status400BadRequest;
            problem = e.Message;
            return;
        }
        Context.Response.Redirect(SignIn.Target(Context, Return));
    }
}
