using System.Reflection;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Launches;

/// <summary>What may be typed for a setting when runs are launched.</summary>
public sealed record TypedSetting
{
    private static readonly RunSettings Defaults = new();

    private static readonly Dictionary<string, TypedSetting> ByName =
        SettingsFile.Names.ToDictionary(setting => setting.Key, setting => new TypedSetting(setting.Key, setting.Value));

    private TypedSetting(string name, PropertyInfo property)
    {
        Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Name = name;
        Kind = KindOf(name, plain);
        MayBeEmpty = plain != property.PropertyType || property.GetValue(Defaults) is null;
    }

    /// <summary>Its name in files: <c>max_frames</c>.</summary>
    public string Name { get; }

    /// <summary>How it is entered.</summary>
    public SettingKind Kind { get; }

    /// <summary>Whether it may be empty; the setting's description says what that means.</summary>
    public bool MayBeEmpty { get; }

    /// <summary>Whether several values can be given, one run each.</summary>
    public bool CanVary => Kind is not (SettingKind.Names or SettingKind.Path) && Name is not ("patients" or "device" or "task");

    /// <summary>The setting of a name.</summary>
    public static TypedSetting Find(string name) => ByName[name];

    /// <summary>Whether a text means that the setting is not set.</summary>
    public bool IsUnset(string text) =>
        string.IsNullOrWhiteSpace(text)
        || (MayBeEmpty && Kind is SettingKind.Whole or SettingKind.Number && text.Trim() is "all" or "none");

    private static SettingKind KindOf(string name, Type plain)
    {
        if (PathSettings.KindOf(name) is PathKind.File or PathKind.Folder) return SettingKind.Path;
        if (plain.IsEnum) return SettingKind.Choice;
        if (plain == typeof(bool)) return SettingKind.Switch;
        if (plain == typeof(double)) return SettingKind.Number;
        if (plain == typeof(IReadOnlyList<string>)) return SettingKind.Names;
        return plain == typeof(string) ? SettingKind.Text : SettingKind.Whole;
    }
}
