using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users.Tokens;

namespace Angioboard.Dashboard.Account.Tokens;

/// <summary>Records refused tokens in the audit log: each token, or each address with unknown ones, at most once a minute.</summary>
internal sealed class RefusedTokens(AuditLog audit, TimeProvider time)
{
    private const int MostKept = 1000;
    private static readonly TimeSpan interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, long> recorded = [];
    private readonly Lock gate = new();

    /// <summary>Records a refusal.</summary>
    public void Record(HttpContext context, TokenUse refused)
    {
        string from = context.From();
        lock (gate)
        {
            string key = refused.Token?.Id ?? from;
            if (recorded.TryGetValue(key, out long at) && time.GetElapsedTime(at) < interval)
                return;
            if (recorded.Count >= MostKept)
                recorded.Clear();
            recorded[key] = time.GetTimestamp();
        }
        audit.Write(refused.Token?.Owner ?? "", from, AuditActions.TokenUse, refused.Token?.Name ?? "", refused.Problem,
            AuditOutcome.Refused);
    }
}
