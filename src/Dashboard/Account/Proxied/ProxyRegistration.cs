using Angioboard.Jobs;

namespace Angioboard.Dashboard.Account.Proxied;

/// <summary>Puts sign-in by a proxy's header into the application.</summary>
internal static class ProxyRegistration
{
    public static void AddProxySignIn(this IServiceCollection services) => services.AddSingleton<ProxySessions>();

    /// <summary>Takes the headers out of requests; must come before forwarded headers are applied.</summary>
    public static void UseProxyHeader(this WebApplication app, AngioboardOptions options)
    {
        if (options.ProxySignIn is not null) app.UseMiddleware<ProxyHeader>();
    }

    /// <summary>Signs in whom the headers named; must come after cookies are read.</summary>
    public static void UseProxySignIn(this WebApplication app, AngioboardOptions options)
    {
        if (options.ProxySignIn is not null) app.UseMiddleware<ProxySignIn>();
    }
}
