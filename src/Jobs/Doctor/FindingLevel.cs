namespace Angioboard.Jobs.Doctor;

/// <summary>How good a finding is.</summary>
public enum FindingLevel
{
    /// <summary>Nothing to do.</summary>
    Fine,

    /// <summary>Runs work, but something may surprise.</summary>
    Caution,

    /// <summary>Runs will fail, or compute wrong numbers.</summary>
    Problem,
}
