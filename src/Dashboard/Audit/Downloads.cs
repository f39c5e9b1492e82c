using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Audit;

namespace Angioboard.Dashboard.Audit;

/// <summary>Records downloads in the audit log.</summary>
internal sealed class Downloads(AuditLog audit, TimeProvider time)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan oneDownload = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string User, string Run, string File), long> begun = [];
    private readonly Lock gate = new();

    /// <summary>Records a download that is sent whole.</summary>
    public void Whole(HttpContext context, string run, string file) => audit.Write(context.Actor(), AuditActions.ResultDownload, run, file);

    /// <summary>Records a file that a browser may request in parts; only the first part requested is recorded.</summary>
    public void Part(HttpContext context, string run, string file)
    {
        if (context.Request.Headers.Range.Count == 0 || IsFirst((context.User.Identity?.Name ?? "", run, file)))
            Whole(context, run, file);
    }

    /// <summary>
    /// Records what a program may ask for again and again, such as each part of a list; of one user, once in ten minutes.
    /// </summary>
    public void Repeated(HttpContext context, string action, string target, string? detail)
    {
        if (IsFirst((context.User.Identity?.Name ?? "", $"{action} {target}", $"{context.Actor().TokenName} {detail}")))
            audit.Write(context.Actor(), action, target, detail);
    }

    private bool IsFirst((string User, string Run, string File) part)
    {
        lock (gate)
        {
            if (begun.TryGetValue(part, out long at) && time.GetElapsedTime(at) < oneDownload)
                return false;
            if (begun.Count >= MostKept)
                begun.Clear();
            begun[part] = time.GetTimestamp();
            return true;
        }
    }
}
