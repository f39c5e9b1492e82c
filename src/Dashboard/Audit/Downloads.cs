using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Audit;

namespace Angioboard.Dashboard.Audit;

/// <summary>Writes down what is downloaded.</summary>
internal sealed class Downloads(AuditLog audit, TimeProvider time)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan oneDownload = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string User, string Run, string File), long> begun = [];
    private readonly Lock gate = new();

    /// <summary>What is sent whole.</summary>
    public void Whole(HttpContext context, string run, string file) => audit.Write(context.Actor(), AuditActions.ResultDownload, run, file);

    /// <summary>A file that a browser may ask for in parts, which are one download: whichever part comes first is written down.</summary>
    public void Part(HttpContext context, string run, string file)
    {
        if (context.Request.Headers.Range.Count == 0 || IsFirst((context.User.Identity?.Name ?? "", run, file)))
            Whole(context, run, file);
    }

    private bool IsFirst((string User, string Run, string File) part)
    {
        lock (gate)
        {
            if (begun.TryGetValue(part, out var at) && time.GetElapsedTime(at) < oneDownload)
                return false;
            if (begun.Count >= MostKept)
                begun.Clear();
            begun[part] = time.GetTimestamp();
            return true;
        }
    }
}
