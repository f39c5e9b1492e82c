namespace Angioboard.Core.Training;

/// <summary>What is learnt.</summary>
public enum TaskKind
{
    /// <summary>One of several classes for each exam.</summary>
    Multiclass,
}
