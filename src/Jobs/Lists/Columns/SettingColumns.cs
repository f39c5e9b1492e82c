using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>The settings as columns, with the same names as in files.</summary>
internal static class SettingColumns
{
    // Settings are immutable records that a run keeps in all its states, so their text is written only once.
    private static readonly ConditionalWeakTable<RunSettings, string> searched = [];

    /// <summary>One column per setting, in the order of the record.</summary>
    public static IReadOnlyList<RunColumn> All { get; } = [.. SettingsFile.Names.Select(setting => Column(setting.Key, setting.Value))];

    /// <summary>All values of the settings except booleans, each on its own line.</summary>
    public static string Searched(RunSettings settings) => searched.GetValue(settings, static s =>
        "\n" + string.Join("\n", SettingsFile.Names.Values.Where(property => property.PropertyType != typeof(bool))
            .Select(property => Text(property, s)).Where(text => text is { Length: > 0 })) + "\n");

    /// <summary>A setting's value as part of a run's name: of a path, the last part.</summary>
    internal static string InName(string name, RunSettings settings)
    {
        PropertyInfo property = SettingsFile.Names[name];
        string text = IsNumber(property)
            ? Number(property, settings) is { } number ? ColumnFormat.Exact.Write(number) : ""
            : Text(property, settings) ?? "";
        if (text.Length == 0) return name == "max_frames" ? "all" : "–";
        return PathSettings.MayBePath(name, text) && Path.GetFileName(text.TrimEnd('/')) is { Length: > 0 } file ? file : text;
    }

    private static RunColumn Column(string name, PropertyInfo property)
    {
        string description = property.GetCustomAttribute<DescriptionAttribute>()!.Description;
        RunColumn column = new() { Key = name, Title = name, Description = description, Kind = ColumnKind.Setting };
        return IsNumber(property)
            ? column with { Number = run => Number(property, run.Settings) }
            : column with { Text = run => Text(property, run.Settings) };
    }

    private static bool IsNumber(PropertyInfo property)
    {
        Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return plain == typeof(int) || plain == typeof(long) || plain == typeof(double);
    }

    private static double? Number(PropertyInfo property, RunSettings settings) =>
        property.GetValue(settings) is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    private static string? Text(PropertyInfo property, RunSettings settings) => property.GetValue(settings) switch
    {
        null => null,
        string text => text,
        true => "true",
        false => "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IReadOnlyList<string> names => string.Join(", ", names),
        Enum value => JsonNames.Of(value),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        object value => value.ToString(),
    };

    private static class JsonNames
    {
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<Enum, string> names = new();

        public static string Of(Enum value) =>
            names.GetOrAdd(value, static v => JsonSerializer.SerializeToNode(v, v.GetType(), SettingsFile.Json)!.GetValue<string>());
    }
}
