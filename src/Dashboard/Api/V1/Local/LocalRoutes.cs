using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Api.V1.Local;

/// <summary>What only terminals of this machine may ask for, by the socket in the data folder.</summary>
internal static class LocalRoutes
{
    public static void MapLocal(this RouteGroupBuilder api)
    {
        RouteGroupBuilder local = api.MapGroup("/local").ExcludeFromDescription().AddEndpointFilter(async (invocation, next) =>
            invocation.HttpContext.Terminal() is not null
                ? await next(invocation)
                : throw new RefusedException(StatusCodes.Status404NotFound,
                    "This is only for terminals of the dashboard's own machine, by the socket in its data folder."));
        local.MapPost("/backup", BackupAsync);
        local.MapPost("/sign-in-link", Link);
        local.MapPost("/paused", PausedAsync);
    }

    private static async Task<IResult> BackupAsync(HttpContext context, DatabaseCopies copies)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "file");
        string file = Required(body, "file");
        await Task.Run(() => copies.Make(context.Actor(), file), context.RequestAborted);
        return Results.Ok(new { file });
    }

    private static IResult Link(HttpContext context, SignInLink link, Rights rights, AuditLog audit)
    {
        Actor actor = context.Actor();
        rights.Require(actor, Roles.Administrator, AuditActions.ConsoleLink, "");
        string made = link.Renew();
        audit.Write(actor, AuditActions.ConsoleLink, "", "made");
        return Results.Ok(new { link = made });
    }

    // A trainer says that it waits, such as for space on the disk, or no longer does.
    private static async Task<IResult> PausedAsync(HttpContext context, RunControl control)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "folder", "reason");
        control.TrainerWaits(Required(body, "folder"), body.Text("reason"));
        return Results.NoContent();
    }

    private static string Required(JsonBody body, string name)
    {
        string? text = body.Text(name);
        if (string.IsNullOrEmpty(text)) body.Add($"{name}: is missing");
        body.Require();
        return text!;
    }
}
