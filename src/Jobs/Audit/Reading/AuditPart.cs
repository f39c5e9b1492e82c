namespace Angioboard.Jobs.Audit.Reading;

/// <summary>Entries found, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Where older entries continue; null if there are none.</param>
public sealed record AuditPart(IReadOnlyList<AuditEntry> Entries, AuditPlace? Next);
