using System.Text.RegularExpressions;
using Angioboard.Core.Files;
using Angioboard.Jobs;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;

namespace Angioboard.Dashboard.Configuration;

/// <summary>Checks the settings of sign-in by a provider and by a proxy.</summary>
internal static partial class SignInSettings
{
    private const string OpenId = "OpenIdConnect", Proxy = "ProxySignIn";

    private static readonly string[] Defaults = [Roles.Viewer, Roles.Researcher, RoleMapping.None];

    // Browsers send these, or the dashboard needs them.
    private static readonly string[] Taken =
        ["Host", "Cookie", "Authorization", "Origin", "User-Agent", "Referer", "Accept", "Connection", "Upgrade", "Content-Length",
            "Content-Type", "Transfer-Encoding"];

    /// <summary>The problems, each with the setting's name below Angioboard.</summary>
    public static IEnumerable<string> Problems(AngioboardOptions options) =>
        (options.OpenIdConnect is { } provider ? Problems(provider) : [])
            .Concat(options.ProxySignIn is { } proxy ? Problems(proxy) : []);

    /// <summary>The client's secret; null if there is none.</summary>
    public static string? Secret(OpenIdOptions provider) =>
        provider.ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : provider.ClientSecret;

    private static IEnumerable<string> Problems(OpenIdOptions provider)
    {
        if (!Uri.TryCreate(provider.Authority, UriKind.Absolute, out Uri? authority) || authority.Scheme is not ("https" or "http")
            || authority.Query.Length > 0 || authority.Fragment.Length > 0 || authority.UserInfo.Length > 0)
            yield return $"{OpenId}:Authority: \"{provider.Authority}\" is not a provider's address such as "
                + "https://login.example.org/realms/box";
        else if (authority.Scheme == "http" && !authority.IsLoopback)
            yield return $"{OpenId}:Authority: \"{provider.Authority}\" must begin with https: who answers there decides who may sign in";
        if (string.IsNullOrWhiteSpace(provider.ClientId))
            yield return $"{OpenId}:ClientId: is missing; give the name under which the provider knows this dashboard";
        if (provider.ClientSecret is not null && provider.ClientSecretFile is not null)
            yield return $"{OpenId}:ClientSecretFile: ClientSecret is set too; remove one of them";
        else if (provider.ClientSecret is { } secret && string.IsNullOrWhiteSpace(secret))
            yield return $"{OpenId}:ClientSecret: is empty; give the secret, or remove the setting";
        else if (provider.ClientSecretFile is { } file && FileProblem(file) is { } problem)
            yield return $"{OpenId}:ClientSecretFile: {problem}";
        foreach ((string setting, string claim) in new[] { ("NameClaim", provider.NameClaim), ("RoleClaim", provider.RoleClaim) })
        {
            if (string.IsNullOrWhiteSpace(claim)) yield return $"{OpenId}:{setting}: is empty; give the name of a claim";
        }
        foreach (string scope in provider.Scopes ?? [])
        {
            if (!Scope().IsMatch(scope)) yield return $"{OpenId}:Scopes: \"{scope}\" is not a scope such as profile";
        }
        if (provider.DisplayName is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > 60))
            yield return $"{OpenId}:DisplayName: must have 1 to 60 characters";
        foreach (string role in RoleProblems(OpenId, provider.Roles, provider.DefaultRole)) yield return role;
    }

    private static IEnumerable<string> Problems(ProxySignInOptions proxy)
    {
        foreach ((string setting, string? header) in new[] { ("Header", proxy.Header), ("RoleHeader", proxy.RoleHeader) })
        {
            if (header is null) continue;
            if (!HeaderName().IsMatch(header))
                yield return $"{Proxy}:{setting}: \"{header}\" is not the name of a header such as X-Remote-User";
            else if (Taken.Contains(header, StringComparer.OrdinalIgnoreCase)
                || header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase))
                yield return $"{Proxy}:{setting}: {header} has another meaning; choose a name such as X-Remote-User";
        }
        if (string.Equals(proxy.Header, proxy.RoleHeader, StringComparison.OrdinalIgnoreCase))
            yield return $"{Proxy}:RoleHeader: is the same as Header; name another header, or remove it";
        if (proxy.RoleSeparator.Length != 1)
            yield return $"{Proxy}:RoleSeparator: \"{proxy.RoleSeparator}\" is not one character such as ,";
        if (proxy.From.Count == 0) yield return $"{Proxy}:From: is missing; give the proxy's address, such as 10.0.0.5";
        if (proxy.Roles.IsSet && proxy.RoleHeader is null)
            yield return $"{Proxy}:RoleHeader: is missing, and Roles is set; name the header with the groups";
        foreach (string role in RoleProblems(Proxy, proxy.Roles, proxy.DefaultRole)) yield return role;
    }

    private static IEnumerable<string> RoleProblems(string section, RoleMapping mapping, string defaultRole)
    {
        if (!Defaults.Contains(defaultRole))
            yield return $"{section}:DefaultRole: \"{defaultRole}\" is not one of {string.Join(", ", Defaults)}";
        if (mapping.Administrator.Concat(mapping.Researcher).Concat(mapping.Viewer).Any(string.IsNullOrWhiteSpace))
            yield return $"{section}:Roles: one of the groups has no name";
    }

    private static string? FileProblem(string file)
    {
        try
        {
            return string.IsNullOrWhiteSpace(File.ReadAllText(file)) ? $"{file} is empty; write the secret into it" : null;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is NotSupportedException or ArgumentException)
        {
            return $"{file} cannot be read ({FileTrouble.Words(e)}); give a file that this user can read";
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,64}\z")]
    private static partial Regex HeaderName();

    [GeneratedRegex(@"^[!#-\[\]-~]+\z")]
    private static partial Regex Scope();
}
