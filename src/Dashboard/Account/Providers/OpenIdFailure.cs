using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Angioboard.Dashboard.Account.Providers;

/// <summary>Why a sign-in by a provider failed, in words.</summary>
internal static class OpenIdFailure
{
    private const int LongestReason = 500;
    private const string ErrorCode = "error";

    /// <summary>Whether an exception comes from the exchange with the provider, and not from a fault of ours.</summary>
    public static bool Is(Exception e) => e is OpenIdConnectProtocolException or AuthenticationFailureException or SecurityTokenException
        || IsSilence(e);

    /// <summary>A sentence for the user.</summary>
    public static string Sentence(Exception e, string provider) => e switch
    {
        OpenIdConnectProtocolInvalidNonceException or OpenIdConnectProtocolInvalidStateException or AuthenticationFailureException => Stale,
        OpenIdConnectProtocolException protocol when protocol.Data[ErrorCode] is string code => code switch
        {
            "access_denied" or "login_required" or "consent_required" or "interaction_required" =>
                $"{provider} did not let you in, or you cancelled the sign-in.",
            "invalid_grant" => Stale,
            "temporarily_unavailable" or "server_error" => Silent(provider),
            _ => $"The sign-in by {provider} is not set up correctly. Tell an administrator; the server's log has the reason.",
        },
        SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException =>
            $"The clocks of {provider} and of this server differ too much. Tell an administrator.",
        SecurityTokenSignatureKeyNotFoundException =>
            $"{provider} has signed its answer with a key that is not known here yet. Try again in a few minutes.",
        _ when IsSilence(e) => Silent(provider),
        _ => $"The answer of {provider} could not be verified. Tell an administrator; the server's log has the reason.",
    };

    /// <summary>The reason for the operator, in one line.</summary>
    public static string Reason(Exception e)
    {
        List<string> said = [];
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            // The library puts the inner exception, with its stack trace, into the message of the outer one.
            string own = cause.Message.Split(" Exception: ")[0];
            if (!said.Contains(own)) said.Add(own);
        }
        string text = string.Concat(string.Join(" ", said).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length <= LongestReason ? text : $"{text[..LongestReason]}…";
    }

    private const string Stale = "This sign-in took too long, was used already, or began in another browser. Start it again.";

    private static string Silent(string provider) =>
        $"{provider} does not answer, so you were not signed in. Try again in a few minutes, or sign in with a password.";

    // The library wraps what went wrong while it asked for the provider's description.
    private static bool IsSilence(Exception e) => e is HttpRequestException or IOException or OperationCanceledException
        || (e is InvalidOperationException && (e.Message.StartsWith("IDX20803", StringComparison.Ordinal)
            || e.Message.StartsWith("IDX20807", StringComparison.Ordinal)));
}
