namespace Angioboard.Core.Settings;

/// <summary>What a setting with a path names.</summary>
public enum PathKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A file, or a word or expression instead.</summary>
    FileOrText,
}
