namespace Angioboard.Jobs.Audit;

/// <summary>How an action ended.</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>They may not do it.</summary>
    Refused,

    /// <summary>It could not be done.</summary>
    Failed,
}
