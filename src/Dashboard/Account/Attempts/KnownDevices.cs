using System.Security.Cryptography;
using System.Text;
using Angioboard.Jobs;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.DataProtection;

namespace Angioboard.Dashboard.Account.Attempts;

/// <summary>
/// Marks browsers in which a user has signed in, by a cookie that outlasts the session. It grants no access: it only separates the counts
/// of wrong passwords.
/// </summary>
public sealed class KnownDevices(AngioboardOptions options, IDataProtectionProvider protection)
{
    private static readonly TimeSpan kept = TimeSpan.FromDays(365);

    private readonly IDataProtector protector = protection.CreateProtector("Angioboard.Device");

    /// <summary>The browser's mark, if this user has signed in there.</summary>
    public string? Find(HttpContext context, string name)
    {
        if (context.Request.Cookies[Cookie(name)] is not { } value)
            return null;
        try
        {
            return protector.Unprotect(value).Split('\n') is [var user, var mark] && UserStore.IsSame(user, name) ? mark : null;
        }
        catch (CryptographicException)
        {
            // Forged, or encrypted with keys that no longer exist.
            return null;
        }
    }

    /// <summary>Marks the browser of this request.</summary>
    public void Remember(HttpContext context, User user)
    {
        string mark = Find(context, user.Name) ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Cookies.Append(Cookie(user.Name), protector.Protect($"{user.Name}\n{mark}"), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = kept,
            Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
    }

    private string Cookie(string name) =>
        $"{SignInCookie.Name(options)}-device-"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToLowerInvariant())))[..8];
}
