using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Account;

/// <summary>Name and password, or the console's link. Rendered without a circuit, for it sets a cookie.</summary>
public sealed partial class SignInPage
{
    private string? problem;

    /// <summary>The name typed.</summary>
    [SupplyParameterFromForm] public string? Name { get; set; }

    /// <summary>The password typed.</summary>
    [SupplyParameterFromForm] public string? Password { get; set; }

    /// <summary>The token of the console's link.</summary>
    [SupplyParameterFromQuery] public string? Token { get; set; }

    /// <summary>Where to go then: a path of ours.</summary>
    [SupplyParameterFromQuery] public string? Return { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter] public required HttpContext Context { get; set; }

    /// <summary>Checks passwords.</summary>
    [Inject] public required Passwords Passwords { get; set; }

    /// <summary>Limits attempts.</summary>
    [Inject] public required SignInAttempts Attempts { get; set; }

    /// <summary>The console's link.</summary>
    [Inject] public required SignInLink Link { get; set; }

    private string Address => Context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Token is null || !HttpMethods.IsGet(Context.Request.Method) || Refused("the console's link"))
            return;
        if (Link.Use(Token) is { } user)
            await EnterAsync(user, "the console's link");
        else
            Refuse(StatusCodes.Status403Forbidden, "This link was used or is of an earlier start. Take the newest one from the server's console, or sign in with your password.");
    }

    private async Task SignInAsync()
    {
        var name = Name?.Trim() ?? "";
        if (Refused(name))
            return;
        if (Passwords.Check(name, Password ?? "") is { } user)
            await EnterAsync(user, name);
        else
            Refuse(StatusCodes.Status403Forbidden, "Name and password do not match, or the account is disabled.");
    }

    private bool Refused(string name)
    {
        if (Attempts.Begin(Address, name) is not { } wait)
            return false;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        Context.Response.Headers.RetryAfter = $"{seconds}";
        Refuse(StatusCodes.Status429TooManyRequests, $"Too many attempts. Wait {seconds} s and try again.");
        return true;
    }

    private async Task EnterAsync(User user, string name)
    {
        Attempts.Succeed(Address, name);
        await Context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Identity.Of(user), new AuthenticationProperties { IsPersistent = true });
        Context.Response.Redirect(IsLocal(Return) ? Return! : $"{Context.Request.PathBase}/");
    }

    private void Refuse(int status, string text)
    {
        Context.Response.StatusCode = status;
        problem = text;
    }

    private static bool IsLocal(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}
