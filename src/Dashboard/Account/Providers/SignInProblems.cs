using System.Security.Cryptography;
using Angioboard.Dashboard.Account.Sessions;
using Microsoft.AspNetCore.DataProtection;

namespace Angioboard.Dashboard.Account.Providers;

/// <summary>
/// Sends a browser back to the sign-in page with a sentence that the page shows. It is sealed, so that nobody can make a link that puts
/// words into the page.
/// </summary>
public sealed class SignInProblems(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    private readonly ITimeLimitedDataProtector protector =
        protection.CreateProtector("Angioboard.SignInProblem").ToTimeLimitedDataProtector();

    /// <summary>Redirects to the sign-in page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="sentence">The problem in words for the user.</param>
    /// <param name="wanted">The local path that they wanted to open.</param>
    public void Show(HttpContext context, string sentence, string? wanted) =>
        context.Response.Redirect($"{context.Request.PathBase}/sign-in?problem={Uri.EscapeDataString(protector.Protect(sentence, Shown))}"
            + $"&return={Uri.EscapeDataString(SignIn.Target(context, wanted))}");

    /// <summary>The sentence; null if it is not ours, or too old.</summary>
    public string? Read(string? sealedSentence)
    {
        if (string.IsNullOrEmpty(sealedSentence)) return null;
        try
        {
            return protector.Unprotect(sealedSentence);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
