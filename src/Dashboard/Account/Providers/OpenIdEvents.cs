using System.Net;
using System.Text.Encodings.Web;
using Angioboard.Core;
using Angioboard.Dashboard.Account.Attempts;
using Angioboard.Dashboard.Account.Sessions;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Angioboard.Dashboard.Account.Providers;

/// <summary>
/// What happens when a provider has signed somebody in, or has failed to. The session is the dashboard's own, as after a password; nothing
/// of the provider's is kept but who the user is.
/// </summary>
internal sealed partial class OpenIdEvents(
    AngioboardOptions options, ProviderAccounts accounts, AccountConnection connection, SignIn signIn, SignInProblems problems,
    SignInAttempts attempts, AuditLog audit, ILogger<OpenIdEvents> log) : OpenIdConnectEvents
{
    /// <summary>The entry of a sign-in's state that says which session asked to be connected.</summary>
    public const string Connecting = "angioboard.connect";

    private readonly OpenIdOptions provider = options.OpenIdConnect!;

    /// <inheritdoc/>
    public override async Task TicketReceived(TicketReceivedContext context)
    {
        HttpContext http = context.HttpContext;
        context.HandleResponse();
        try
        {
            // The provider's answer arrives before anybody has looked at the cookie.
            if ((await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Principal is { } signedIn)
                http.User = signedIn;
            ProviderUser who = OpenIdClaims.Read(context.Principal!, provider);
            User user = context.Properties?.Items.TryGetValue(Connecting, out string? session) == true
                ? Connect(http, who, session)
                : accounts.Enter(who, provider.Roles, provider.DefaultRole);
            await signIn.EnterAsync(http, user, $"by {provider.Name}");
            http.Response.Redirect(SignIn.Target(http, context.ReturnUri));
        }
        catch (InputException e)
        {
            Refuse(http, $"{e.Message.TrimEnd('.')}.", null, context.ReturnUri);
        }
    }

    /// <inheritdoc/>
    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        Fail(context.HttpContext, context.Failure!, context.Properties?.RedirectUri);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task RedirectToIdentityProviderForSignOut(RedirectContext context)
    {
        context.HandleResponse();
        if (string.IsNullOrEmpty(context.ProtocolMessage.IssuerAddress))
        {
            context.Response.Redirect($"{context.Request.PathBase}/sign-in");
            return;
        }
        context.ProtocolMessage.ClientId = provider.ClientId;
        context.ProtocolMessage.State = context.Options.StateDataFormat.Protect(context.Properties);
        string address = HtmlEncoder.Default.Encode(context.ProtocolMessage.CreateLogoutRequestUrl());
        // A page and not a redirect: the sign-out is a form, and a page's forms lead to this site only.
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8" /><title>Signed out – Angioboard</title>
            <meta http-equiv="refresh" content="0;url={address}" /></head>
            <body><p>You are signed out of Angioboard.
            <a href="{address}">Sign out of {WebUtility.HtmlEncode(provider.Name)} too</a></p></body></html>
            """);
    }

    /// <summary>Sends the browser back to the sign-in page after a failure of the exchange with the provider.</summary>
    public void Fail(HttpContext http, Exception e, string? wanted) =>
        Refuse(http, OpenIdFailure.Sentence(e, provider.Name), OpenIdFailure.Reason(e), wanted);

    private User Connect(HttpContext http, ProviderUser who, string? session) => http.User.SessionId() is { } current && current == session
        ? connection.Connect(http.Actor(), who, provider)
        : throw new InputException("You were signed out meanwhile, so nothing was connected; sign in and try again");

    private void Refuse(HttpContext http, string sentence, string? reason, string? wanted)
    {
        // Anybody can make such requests.
        if (attempts.BeginProvider(http.Connection.RemoteIpAddress))
        {
            audit.Write("", http.From(), AuditActions.SignIn, "", $"by {provider.Name}: {sentence}", AuditOutcome.Refused);
            if (reason is not null) Failed(provider.Name, reason);
        }
        problems.Show(http, sentence, wanted);
    }

    [LoggerMessage(1, LogLevel.Warning, "A sign-in by {Provider} failed: {Reason}")]
    private partial void Failed(string provider, string reason);
}
