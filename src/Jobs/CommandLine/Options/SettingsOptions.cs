using System.CommandLine;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.CommandLine.Options;

/// <summary>An option for each setting, in kebab case, and --settings, --data and --model, which single options override.</summary>
internal sealed class SettingsOptions
{
    private readonly Dictionary<string, Option<string?>> options = [];
    private readonly Option<string?> settings =
        new("--settings") { Description = "JSON file of settings, such as a run's settings.json; single options override it" };
    private readonly Option<string?> data =
        new("--data") { Description = "Data preset, or a JSON file like one (see: angioboard presets)" };
    private readonly Option<string?> model = new("--model") { Description = "Model preset, or a JSON file like one" };

    /// <summary>
    /// Adds the options to a verb; <paramref name="only"/> names the settings that it takes, null for all; <paramref name="files"/>:
    /// presets and files too.
    /// </summary>
    public SettingsOptions(Command command, IReadOnlyCollection<string>? only = null, bool files = true)
    {
        if (files)
        {
            command.Options.Add(settings);
            command.Options.Add(data);
            command.Options.Add(model);
        }
        foreach ((string name, PropertyInfo property) in SettingsFile.Names.Where(setting => only?.Contains(setting.Key) ?? true))
        {
            Option<string?> option =
                new($"--{JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name)}") { Description = Describe(property),
                    HelpName = Placeholder(property) };
            options[name] = option;
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// What the command line gives: data preset, model preset, settings file, single options; later ones override earlier.
    /// </summary>
    /// <exception cref="Core.InputException">A preset or file does not exist or cannot be read as one.</exception>
    public IReadOnlyList<JsonObject> Read(ParseResult parsed)
    {
        List<JsonObject> parts = [];
        if (parsed.GetValue(data) is { } dataPreset) parts.Add(Preset.Find("data", dataPreset));
        if (parsed.GetValue(model) is { } modelPreset) parts.Add(Preset.Find("model", modelPreset));
        if (parsed.GetValue(settings) is { } file) parts.Add(SettingsFile.Read(file));
        JsonObject single = [];
        foreach ((string name, Option<string?> option) in options)
        {
            if (parsed.GetValue(option) is { } text) single[name] = SettingText.Parse(name, text);
        }
        parts.Add(single);
        return parts;
    }

    private static string Describe(PropertyInfo property)
    {
        string text = property.GetCustomAttribute<DescriptionAttribute>()!.Description;
        object? value = property.GetValue(new RunSettings());
        return value is null ? text : $"{text} [default: {JsonSerializer.SerializeToNode(value, SettingsFile.Json)}]";
    }

    private static string Placeholder(PropertyInfo property)
    {
        Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (plain.IsEnum || plain == typeof(bool)) return SettingsFile.Kind(plain).Replace(" or ", "|", StringComparison.Ordinal);
        if (plain == typeof(IReadOnlyList<string>)) return "a,b,…";
        return plain == typeof(string) ? "text" : plain == typeof(double) ? "number" : "n";
    }
}
