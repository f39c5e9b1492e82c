namespace Angioboard.Core.Settings;

/// <summary>Marks a setting whose value names a file or folder: it is resolved to a full path, and checked before a run starts.</summary>
/// <param name="kind">What it names.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathSettingAttribute(PathKind kind) : Attribute
{
    /// <summary>What it names.</summary>
    public PathKind Kind => kind;

    /// <summary>Whether it says where a run's data is. Another dataset, or one that was moved, changes these settings.</summary>
    public bool IsPlaceOfData { get; init; }
}
