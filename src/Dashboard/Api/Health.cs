using System.Text.Json;
using System.Text.Json.Serialization;
using Angioboard.Core;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;

namespace Angioboard.Dashboard.Api;

/// <summary>
/// Reports that the dashboard answers and can write: to monitors, and to pages that wait for it to return. <c>degraded</c> has status 503,
/// so that a monitor that does not read JSON notices; pages are still served.
/// </summary>
internal static class Health
{
    private static readonly JsonSerializerOptions json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", async (HttpContext context, IHostApplicationLifetime lifetime, Database database, AuditLog audit) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            // Strangers need not know which faults it has.
            string? version = context.User.Identity?.IsAuthenticated == true ? ProductVersion.Number : null;
            // Pages must not reload from a server that is shutting down: they would load without a circuit, or not at all.
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return Results.Json(new { status = "ending", version }, json, statusCode: StatusCodes.Status503ServiceUnavailable);
            string? reason = (await Task.Run(database.Check, context.RequestAborted))?.Sentence ?? audit.Failure;
            return reason is null
                ? Results.Json(new { status = "ok", version }, json)
                : Results.Json(new { status = "degraded", version, reason }, json, statusCode: StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous();
}
