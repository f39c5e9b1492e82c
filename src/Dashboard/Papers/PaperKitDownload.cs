using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Papers.Kits;

namespace Angioboard.Dashboard.Papers;

/// <summary>Serves a paper kit once, to the user who asked for it.</summary>
internal static class PaperKitDownload
{
    /// <summary>What browsers save it as.</summary>
    public const string FileName = "paper-kit.zip";

    /// <summary>The address of a kit.</summary>
    public static string Address(string ticket) => $"paper-kit/{ticket}";

    public static void MapPaperKits(this IEndpointRouteBuilder app) => app.MapGet("paper-kit/{ticket}", Send)
        .RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);

    private static IResult Send(string ticket, HttpContext context, PaperKits kits, Downloads downloads)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        try
        {
            if (kits.Take(ticket, context.User.Identity?.Name ?? "") is not { } kit)
                return Gone("This paper kit was fetched before, or is not yours: write it again.");
            downloads.Whole(context, kit.Runs, FileName);
            return Results.Stream(kit.Content, "application/zip", FileName);
        }
        catch (InputException e)
        {
            return Gone(e.Message);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return Gone("This paper kit can no longer be read: write it again.");
        }
    }

    private static IResult Gone(string text) =>
        Results.Text(text, "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
}
