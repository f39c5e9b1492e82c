namespace Angioboard.Jobs.Launches;

/// <summary>How a setting is entered.</summary>
public enum SettingKind
{
    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>On or off.</summary>
    Switch,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>Names separated by commas.</summary>
    Names,

    /// <summary>A file or folder on this machine.</summary>
    Path,
}
