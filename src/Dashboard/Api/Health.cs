namespace Angioboard.Dashboard.Api;

/// <summary>Says that the dashboard answers: to monitors, and to pages that wait for it to come back.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", (HttpContext context, IHostApplicationLifetime lifetime) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            // A page must not be loaded again from a server that is about to go: it would come without its circuit, or not at all.
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return Results.Json(new { status = "ending", version = Versions.Angioboard }, statusCode: StatusCodes.Status503ServiceUnavailable);
            return Results.Json(new { status = "ok", version = Versions.Angioboard });
        }).AllowAnonymous();
}
