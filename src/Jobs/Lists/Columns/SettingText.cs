using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>Settings as typed on a command line or in a form.</summary>
public static class SettingText
{
    /// <summary>
    /// A typed text as the value of a setting. Text that does not parse stays text, which the settings then reject by name.
    /// </summary>
    public static JsonNode Parse(string name, string text)
    {
        PropertyInfo property = SettingsFile.Names[name];
        Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (plain == typeof(IReadOnlyList<string>))
            return new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries).Select(entry => (JsonNode)entry)]);
        if (plain == typeof(bool)) return text switch { "true" or "on" => true, "false" or "off" => false, _ => text };
        if (plain == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number)) return number;
        if ((plain == typeof(int) || plain == typeof(long))
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) return whole;
        return text;
    }
}
