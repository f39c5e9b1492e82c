using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Angioboard.Dashboard.Tests.Account.Providers;

/// <summary>Somebody with an account at the provider.</summary>
/// <param name="Subject">The provider's own name of the account.</param>
/// <param name="Name">The name that the person chose.</param>
/// <param name="Groups">Their groups.</param>
internal sealed record Person(string Subject, string? Name, params string[] Groups)
{
    public string? Mail { get; init; }

    public bool MailVerified { get; init; }
}

/// <summary>
/// A real OpenID Connect provider on a port of this machine: OpenIddict's server. Its page signs in at once whoever is set to sit at the
/// browser.
/// </summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "angioboard", Secret = "the secret of the dashboard";

    private readonly WebApplication app;

    private IdentityProvider(WebApplication app) => this.app = app;

    /// <summary>Who sits at the browser; null for somebody who refuses.</summary>
    public Person? Visitor { get; set; }

    /// <summary>Whether names and groups are left out of the token, and told at another address only.</summary>
    public bool TellsLater { get; set; }

    /// <summary>What its page waits for.</summary>
    public Func<Task> Wait { get; set; } = () => Task.CompletedTask;

    public string Address => app.Urls.Single();

    /// <summary>The settings of a dashboard that trusts this provider.</summary>
    public (string Key, string Value)[] Settings(params (string Key, string Value)[] further) =>
    [
        ("OpenIdConnect:Authority", Address), ("OpenIdConnect:ClientId", ClientId), ("OpenIdConnect:ClientSecret", Secret),
        ("OpenIdConnect:DisplayName", "Clinic login"), .. further,
    ];

    /// <summary>Starts it, on a free port or on that of an earlier one.</summary>
    public static async Task<IdentityProvider> StartAsync(string address = "http://127.0.0.1:0")
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Services.AddRouting();
        string database = $"{Guid.NewGuid()}";
        builder.Services.AddDbContext<DbContext>(store => store.UseInMemoryDatabase(database).UseOpenIddict());
        builder.Services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>()).AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("/authorize").SetTokenEndpointUris("/token").SetUserInfoEndpointUris("/userinfo")
                .SetEndSessionEndpointUris("/end");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.Profile, Scopes.Email);
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough()
                .EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough();
        });
        IdentityProvider provider = new(builder.Build());
        provider.Map();
        await provider.app.StartAsync();
        return provider;
    }

    /// <summary>Makes a dashboard known to the provider.</summary>
    public async Task KnowAsync(string dashboard)
    {
        await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
        IOpenIddictApplicationManager clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        OpenIddictApplicationDescriptor client = new() { ClientId = ClientId, ClientSecret = Secret, ConsentType = ConsentTypes.Implicit };
        client.RedirectUris.Add(new Uri($"{dashboard.TrimEnd('/')}/sign-in/callback"));
        client.PostLogoutRedirectUris.Add(new Uri($"{dashboard.TrimEnd('/')}/sign-out/callback"));
        client.Permissions.UnionWith([Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
            Permissions.GrantTypes.AuthorizationCode,
            Permissions.ResponseTypes.Code, Permissions.Scopes.Profile, Permissions.Scopes.Email]);
        await clients.CreateAsync(client);
        await WarmUpAsync(client.RedirectUris.First());
    }

    // The first requests compile much of OpenIddict, which on a busy machine takes longer than a dashboard waits for an answer.
    private async Task WarmUpAsync(Uri redirect)
    {
        using HttpClient visitor = new() { BaseAddress = new Uri(Address), Timeout = Timeout.InfiniteTimeSpan };
        JsonObject described = JsonNode.Parse(await visitor.GetStringAsync("/.well-known/openid-configuration"))!.AsObject();
        await visitor.GetStringAsync((string)described["jwks_uri"]!);
        using FormUrlEncodedContent code = new(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = "none", ["redirect_uri"] = $"{redirect}", ["client_id"] = ClientId,
            ["client_secret"] = Secret, ["code_verifier"] = new string('v', 43),
        });
        using HttpResponseMessage refused = await visitor.PostAsync("/token", code);
        if (refused.StatusCode != HttpStatusCode.BadRequest)
            throw new InvalidOperationException($"the provider answers {refused.StatusCode} to a code that it has not given");
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private void Map()
    {
        app.UseRouting();
        app.UseAuthentication();
        app.MapGet("/authorize", async (HttpContext http) =>
        {
            await Wait();
            return Visitor is { } person
                ? Results.SignIn(new ClaimsPrincipal(Identity(person, http.GetOpenIddictServerRequest()!.GetScopes())), null,
                    OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
                : Results.Forbid(new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied,
                }), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        });
        app.MapGet("/userinfo", () => Results.Json(Told(Visitor!)));
        app.MapGet("/end", () =>
        {
            Visitor = null;
            return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" },
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        });
    }

    private static Dictionary<string, object> Told(Person person)
    {
        Dictionary<string, object> told = new() { [Claims.Subject] = person.Subject, ["roles"] = person.Groups };
        if (person.Name is { } name) told[Claims.PreferredUsername] = name;
        return told;
    }

    private ClaimsIdentity Identity(Person person, IEnumerable<string> scopes)
    {
        ClaimsIdentity identity = new("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Subject);
        if (!TellsLater)
        {
            if (person.Name is { } name) identity.SetClaim(Claims.PreferredUsername, name);
            if (person.Mail is { } mail)
                identity.SetClaim(Claims.Email, mail).SetClaim(Claims.EmailVerified, person.MailVerified);
            identity.SetClaims("roles", [.. person.Groups]);
        }
        identity.SetScopes(scopes);
        identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        return identity;
    }
}
