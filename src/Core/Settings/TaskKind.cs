namespace Angioboard.Core.Settings;

/// <summary>Task type.</summary>
public enum TaskKind
{
    /// <summary>One of several classes for each exam.</summary>
    Multiclass,
}
