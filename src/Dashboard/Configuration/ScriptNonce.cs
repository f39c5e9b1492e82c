using System.Security.Cryptography;

namespace Angioboard.Dashboard.Configuration;

/// <summary>Lets a page of a library run the scripts that it writes into itself, and no others.</summary>
internal static class ScriptNonce
{
    /// <summary>Adds a random value to the answer's policy and returns it; the page marks its scripts with it.</summary>
    public static string Allow(HttpContext context)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy =
            SecurityHeaders.Policy.Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal);
        return nonce;
    }
}
