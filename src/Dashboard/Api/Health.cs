namespace Angioboard.Dashboard.Api;

/// <summary>Says that the dashboard answers: to monitors, and to pages that wait for it to come back.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(new { status = "ok", version = Versions.Angioboard });
        }).AllowAnonymous();
}
