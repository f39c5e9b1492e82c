using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Audit;

namespace Angioboard.Dashboard.Audit;

/// <summary>Writes down what is downloaded.</summary>
internal static class Downloads
{
    /// <summary>A file of a run, once: what a browser asks for in parts is one download, written down at its beginning.</summary>
    public static void Download(this AuditLog audit, HttpContext context, string run, string file)
    {
        if (context.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault()?.From is > 0) return;
        audit.Write(context.Actor(), AuditActions.ResultDownload, run, file);
    }
}
