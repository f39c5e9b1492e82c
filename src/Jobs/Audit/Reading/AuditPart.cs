namespace Angioboard.Jobs.Audit.Reading;

/// <summary>Entries found, the newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Where to go on to older ones; null where there are none.</param>
public sealed record AuditPart(IReadOnlyList<AuditEntry> Entries, AuditPlace? Next);
