using System.Threading.RateLimiting;
using Angioboard.Jobs;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Angioboard.Dashboard.Limits;

/// <summary>
/// Limits the pages that a user has open: each is a connection that lasts as long as the page. A user with too many sees a message
/// instead of another page.
/// </summary>
internal sealed class OpenPages(RequestDelegate next, AngioboardOptions options) : IAsyncDisposable
{
    private const string Connection = "/_blazor";

    // A reload closes the old page first, but the server may notice that later.
    private static readonly TimeSpan Going = TimeSpan.FromSeconds(3), Look = TimeSpan.FromMilliseconds(50);

    private readonly PartitionedRateLimiter<string> connections = PartitionedRateLimiter.Create<string, string>(
        user => RateLimitPartition.GetConcurrencyLimiter(user,
            _ => new ConcurrencyLimiterOptions { PermitLimit = options.Limits.OpenPages, QueueLimit = 0 }));

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity?.Name is not { } user)
        {
            await next(context);
        }
        else if (context.Request.Path.StartsWithSegments(Connection, StringComparison.OrdinalIgnoreCase)
            && !HttpMethods.IsPost(context.Request.Method))
        {
            using RateLimitLease lease = connections.AttemptAcquire(user);
            if (lease.IsAcquired) await next(context);
            else context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
        else if (IsPage(context) && !await MayOpenAsync(user, context.RequestAborted))
        {
            await RefuseAsync(context.Response);
        }
        else
        {
            await next(context);
        }
    }

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && metadata.GetMetadata<IAllowAnonymous>() is null;

    private async Task<bool> MayOpenAsync(string user, CancellationToken cancellation)
    {
        for (TimeSpan waited = TimeSpan.Zero; connections.GetStatistics(user)?.CurrentAvailablePermits == 0; waited += Look)
        {
            if (waited >= Going) return false;
            await Task.Delay(Look, cancellation);
        }
        return true;
    }

    private Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = "10";
        return response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Too many pages – Angioboard</title></head>
            <body>
            <h1>You have too many pages open</h1>
            <p>You have {options.Limits.OpenPages} pages of Angioboard open, the maximum for one user. Close some of them,
            then reload this page.</p>
            </body>
            </html>
            """);
    }
}
