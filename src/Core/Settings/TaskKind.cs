namespace Angioboard.Core.Settings;

/// <summary>What is learnt.</summary>
public enum TaskKind
{
    /// <summary>One of several classes for each exam.</summary>
    Multiclass,
}
