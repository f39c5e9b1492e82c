using Angioboard.Core;
using Angioboard.Dashboard.Account.Attempts;
using Angioboard.Dashboard.Account.Providers;
using Angioboard.Dashboard.Account.Proxied;
using Angioboard.Dashboard.Account.Sessions;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Account;

/// <summary>
/// Name and password, the console's link, or the way to the provider. Rendered without a circuit, because it sets a cookie.
/// </summary>
public sealed partial class SignInPage
{
    /// <summary>The query with which the page says that the password was changed.</summary>
    public const string AfterChange = "changed=true";

    private string? problem;

    /// <summary>The name typed.</summary>
    [SupplyParameterFromForm] public string? Name { get; set; }

    /// <summary>The password typed.</summary>
    [SupplyParameterFromForm] public string? Password { get; set; }

    /// <summary>The token of the console's link.</summary>
    [SupplyParameterFromQuery] public string? Token { get; set; }

    /// <summary>Whether the user has just changed their password.</summary>
    [SupplyParameterFromQuery] public bool? Changed { get; set; }

    /// <summary>The local path to open afterwards.</summary>
    [SupplyParameterFromQuery] public string? Return { get; set; }

    /// <summary>Why a sign-in by the provider failed, sealed.</summary>
    [SupplyParameterFromQuery(Name = "problem")] public string? Sealed { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter] public required HttpContext Context { get; set; }

    /// <summary>Checks passwords.</summary>
    [Inject] public required Passwords Passwords { get; set; }

    /// <summary>Limits attempts.</summary>
    [Inject] public required SignInAttempts Attempts { get; set; }

    /// <summary>The console's link.</summary>
    [Inject] public required SignInLink Link { get; set; }

    /// <summary>Begins the session.</summary>
    [Inject] public required SignIn SignIn { get; set; }

    /// <summary>Records sign-ins and refusals.</summary>
    [Inject] public required AuditLog Audit { get; set; }

    /// <summary>The users.</summary>
    [Inject] public required UserStore Users { get; set; }

    /// <summary>Recognizes browsers in which a user has signed in before.</summary>
    [Inject] public required KnownDevices Devices { get; set; }

    /// <summary>What the operator has set.</summary>
    [Inject] public required AngioboardOptions Options { get; set; }

    /// <summary>Reads why a sign-in by the provider failed.</summary>
    [Inject] public required SignInProblems Problems { get; set; }

    private NamedByProxy? Named => Context.Features.Get<NamedByProxy>();

    private string ProviderHref =>
        OpenIdScheme.Start[1..] + (Return is { } wanted ? $"?return={Uri.EscapeDataString(SignIn.Target(Context, wanted))}" : "");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (HttpMethods.IsGet(Context.Request.Method) && (Named?.Problem ?? Problems.Read(Sealed)) is { } sentence)
            Refuse(StatusCodes.Status403Forbidden, sentence);
        if (Token is not null && HttpMethods.IsGet(Context.Request.Method))
            await TryAsync(UseLinkAsync);
    }

    private Task SignInAsync() => TryAsync(CheckPasswordAsync);

    // No session begins that cannot be recorded: the user sees that the disk is full, not an unhandled error.
    private async Task TryAsync(Func<Task> enter)
    {
        try
        {
            await enter();
        }
        catch (InputException e)
        {
            Refuse(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private async Task UseLinkAsync()
    {
        if (Link.Use(Token!) is { } user)
        {
            Audit.Write(user.Name, Context.From(), AuditActions.ConsoleLink, user.Name, "used");
            await EnterAsync(user);
            return;
        }
        // The link has no budget that others could use up; only the log entries of wrong links are limited.
        if (Attempts.BeginLink(Context.Connection.RemoteIpAddress))
            Audit.Write("", Context.From(), AuditActions.ConsoleLink, "", "not the newest link, or too late", AuditOutcome.Refused);
        Refuse(StatusCodes.Status403Forbidden, "This link has been used, is older than 15 minutes, or is from an earlier start. "
                + "Run `angioboard sign-in-link` on the server for a new one, or sign in with your password.");
    }

    private async Task CheckPasswordAsync()
    {
        string name = Name?.Trim() ?? "";
        (System.Net.IPAddress? address, string? device) = (Context.Connection.RemoteIpAddress, Devices.Find(Context, name));
        if (Attempts.Begin(address, name, device) is { } wait)
        {
            int seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            Context.Response.Headers.RetryAfter = $"{seconds}";
            Refuse(StatusCodes.Status429TooManyRequests, $"Too many attempts. Wait {seconds} s and try again.");
        }
        else if (Passwords.Check(name, Password ?? "") is { } user)
        {
            Attempts.Succeed(address, name, device);
            await EnterAsync(user);
        }
        else
        {
            // An unknown name may be a password typed into the wrong field.
            Audit.Write("", Context.From(), AuditActions.SignIn, Users.Find(name)?.Name
                ?? "no such user", "name and password do not match, or the account is disabled", AuditOutcome.Refused);
            Refuse(StatusCodes.Status403Forbidden, "Name and password do not match, or the account is disabled.");
        }
    }

    private async Task EnterAsync(User user)
    {
        await SignIn.EnterAsync(Context, user);
        Context.Response.Redirect(SignIn.Target(Context, Return));
    }

    private void Refuse(int status, string text)
    {
        Context.Response.StatusCode = status;
        problem = text;
    }
}
