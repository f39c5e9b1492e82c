using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>
/// Ends a request in progress, such as a stream of events, when its account, session or token loses its rights, and when its token expires.
/// </summary>
internal static class ApiCaller
{
    // Timers have a limit, and may ring a little early.
    private static readonly TimeSpan longest = TimeSpan.FromDays(20), again = TimeSpan.FromSeconds(1);

    /// <summary>The filter of all endpoints.</summary>
    public static async ValueTask<object?> WatchAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        HttpContext context = invocation.HttpContext;
        IServiceProvider services = context.RequestServices;
        Rights rights = services.GetRequiredService<Rights>();
        Revocations revocations = services.GetRequiredService<Revocations>();
        Actor actor = context.Actor();
        // Until the answer has been sent, which is after this filter.
        Watch watch = new(context, actor, rights, revocations);
        context.Response.RegisterForDispose(watch);
        if (services.GetRequiredService<TokenStore>().Expiry(actor) is { } expiry)
        {
            TimeProvider time = services.GetRequiredService<TimeProvider>();
            TimeSpan left = expiry - time.GetUtcNow();
            context.Response.RegisterForDispose(time.CreateTimer(_ => watch.Look(), null,
                left < TimeSpan.Zero ? TimeSpan.Zero : left < longest ? left : longest, again));
        }
        // It may have been revoked while the request waited for its turn.
        if (rights.Find(actor) is null)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status401Unauthorized, ["The token or the session has ended meanwhile."]);
            return Results.Empty;
        }
        return await next(invocation);
    }

    private sealed class Watch : IDisposable
    {
        private readonly HttpContext context;
        private readonly Actor actor;
        private readonly Rights rights;
        private readonly Revocations revocations;

        public Watch(HttpContext context, Actor actor, Rights rights, Revocations revocations)
        {
            (this.context, this.actor, this.rights, this.revocations) = (context, actor, rights, revocations);
            revocations.Revoked += OnRevoked;
        }

        public void Look()
        {
            if (rights.Find(actor) is null)
                context.Abort();
        }

        public void Dispose() => revocations.Revoked -= OnRevoked;

        private void OnRevoked(string name, string? session)
        {
            if (UserStore.IsSame(name, actor.Name))
                Look();
        }
    }
}
