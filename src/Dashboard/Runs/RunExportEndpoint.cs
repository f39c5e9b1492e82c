using System.Text;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Limits;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Runs;

/// <summary>Serves a list of runs, as its address describes it, as a file.</summary>
internal static class RunExportEndpoint
{
    public static void MapRunExport(this IEndpointRouteBuilder app)
    {
        app.MapGet("runs.csv", async (HttpContext context, RunStore runs, AuditLog audit) =>
        {
            audit.Write(context.Actor(), AuditActions.RunListExport, "runs.csv", context.Request.QueryString.Value);
            Describe(context, "text/csv; charset=utf-8", "runs.csv");
            // The writer is synchronous, the response is not.
            using StringWriter text = new();
            RunExport.Csv(Found(context, runs), text);
            await context.Response.WriteAsync(text.ToString(), Encoding.UTF8, context.RequestAborted);
        }).RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
        app.MapGet("runs.tex", async (HttpContext context, RunStore runs, AuditLog audit) =>
        {
            audit.Write(context.Actor(), AuditActions.RunListExport, "runs.tex", context.Request.QueryString.Value);
            Describe(context, "text/x-tex; charset=utf-8", "runs.tex");
            await context.Response.WriteAsync(LatexTable.Of(Found(context, runs), ReaderTime.Of(context).Zone), Encoding.UTF8,
                context.RequestAborted);
        }).RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
    }

    /// <summary>The address of a list's CSV.</summary>
    public static string Csv(string query) => "runs.csv" + (query.Length == 0 ? "" : "?" + query);

    /// <summary>The address of a list's LaTeX table.</summary>
    public static string Latex(string query) => "runs.tex" + (query.Length == 0 ? "" : "?" + query);

    private static RunRows Found(HttpContext context, RunStore runs) =>
        RunQueryAddress.Read(context.Request.QueryString.Value ?? "").Query.Over(runs.All);

    private static void Describe(HttpContext context, string type, string name)
    {
        context.Response.ContentType = type;
        context.Response.Headers.ContentDisposition = $"attachment; filename={name}";
        context.Response.Headers.CacheControl = "private, no-store";
    }
}
