using System.Globalization;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Lists;

namespace Angioboard.Dashboard.Api;

/// <summary>Serves all matches of an audit page's address as CSV.</summary>
internal static class AuditExport
{
    private const int FlushedRows = 512;

    public static void MapAuditExport(this IEndpointRouteBuilder app) =>
        app.MapGet("audit.csv", WriteAsync).RequireAuthorization(Policies.IsAdministrator);

    private static async Task WriteAsync(HttpContext context, AuditReader reader, AuditLog log)
    {
        string query = context.Request.QueryString.Value ?? "";
        log.Write(context.Actor(), AuditActions.AuditExport, "audit.csv", query);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        context.Response.Headers.CacheControl = "private, no-store";
        StringWriter text = new();
        using CsvText csv = new(text, "\n");
        csv.Texts("time", "user", "from", "action", "target", "outcome", "detail", "token");
        csv.EndRow();
        int rows = 0;
        // The days are those of the page.
        AuditQuery asked = AuditAddress.Read(query) with { Zone = ReaderTime.Of(context).Zone };
        foreach (AuditEntry entry in reader.All(asked, context.RequestAborted))
        {
            csv.Texts(
                entry.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), entry.User, entry.From, entry.Action,
                entry.Target,
                entry.Outcome.ToString().ToLowerInvariant(), entry.Detail ?? "", entry.Token ?? "");
            csv.EndRow();
            if (++rows % FlushedRows == 0) await FlushAsync();
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            csv.Flush();
            await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
            text.GetStringBuilder().Clear();
        }
    }
}
