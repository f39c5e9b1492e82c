using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Angioboard.Jobs.Hosting;

/// <summary>Adds accounts and the checks of their rights to an application.</summary>
public static class UserRegistration
{
    /// <summary>
    /// Adds <see cref="AuditLog"/>, <see cref="UserStore"/>, <see cref="SessionStore"/>, <see cref="TokenStore"/>,
    /// <see cref="ProviderAccounts"/>, <see cref="Rights"/> and <see cref="Revocations"/>, once. The application must have added
    /// <see cref="AngioboardOptions"/> and the database.
    /// </summary>
    public static IServiceCollection AddAngioboardUsers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<AuditReader>();
        services.TryAddSingleton<AuditRetention>();
        services.TryAddSingleton<Revocations>();
        services.TryAddSingleton<UserStore>();
        services.TryAddSingleton<SessionStore>();
        services.TryAddSingleton<ProviderAccounts>();
        services.TryAddSingleton<TokenStore>();
        services.TryAddSingleton(provider => provider.GetRequiredService<UserStore>().Rights);
        return services;
    }
}
