using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Settings;

/// <summary>
/// Settings as JSON: a run's settings.json, a preset, or a file a user writes. Each may hold any part of <see cref="RunSettings"/>;
/// later parts override earlier ones.
/// </summary>
public static class SettingsFile
{
    /// <summary>Maximum size of a settings file in bytes.</summary>
    public const long Largest = 1 << 24;

    /// <summary>Key of a run's extensions in settings.json.</summary>
    internal const string Extensions = "extensions";

    // Keys that a run adds to its settings.json besides the settings.
    private const string EnvironmentKey = "environment", FingerprintKey = "fingerprint";
    private static readonly string[] Recorded = [EnvironmentKey, FingerprintKey, Extensions, .. StudyPlace.Keys];

    // Maximum number of unknown names to list.
    private const int NamedUnknown = 20;

    private static readonly Dictionary<string, PropertyInfo> Known =
        typeof(RunSettings).GetProperties().ToDictionary(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));

    /// <summary>How settings are written: snake case, enumerations by name, numbers as they are.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The settings' names in files, in the order of the record, with the property each sets.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Names => Known;

    /// <summary>Reads a part of the settings; relative paths are relative to the file's folder.</summary>
    /// <exception cref="InputException">The file does not exist, is not JSON, or contains an unknown setting.</exception>
    public static JsonObject Read(string path)
    {
        JsonObject part;
        try
        {
            part = Parse(path) as JsonObject
                ?? throw new InputException($"{path}: must be a JSON object of settings, such as {{\"max_frames\": 12}}");
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException)
        {
            throw Unreadable(path, e);
        }

        foreach (string record in Recorded) part.Remove(record);
        string[] unknown = [.. part.Select(p => p.Key).Where(key => !Known.ContainsKey(key))];
        if (unknown.Length > 0)
        {
            JsonObject known = new(part.Where(p => Known.ContainsKey(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
            int more = unknown.Length - NamedUnknown;
            throw new InputException(
            [
                .. unknown.Take(NamedUnknown)
                    .Select(key => $"{path}: {key} is not a setting; the names are {string.Join(", ", Known.Keys)}"),
                .. more > 0 ? [$"{path}: {more} more names are not settings"] : Array.Empty<string>(),
                .. Overlay([known]).Problems.Select(problem => $"{path}: {problem}"),
            ]);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach ((string key, JsonNode? value) in part.ToArray())
        {
            if (value is JsonValue single && single.TryGetValue(out string? text) && text.Length > 0 && !text.Contains('\0')
                && PathSettings.IsPath(key, text, folder))
                part[key] = Path.GetFullPath(text, folder);
        }
        return part;
    }

    /// <summary>The defaults overridden by the parts; later parts override earlier ones.</summary>
    /// <exception cref="InputException">A value has the wrong type, is out of range or contradicts another; all are listed.</exception>
    public static RunSettings Combine(params IEnumerable<JsonObject> parts)
    {
        (RunSettings settings, IReadOnlyList<string> problems) = Overlay(parts);
        return problems.Count == 0 ? settings : throw new InputException(problems);
    }

    /// <summary>Whether a value has the type of this setting.</summary>
    internal static bool Reads(string key, JsonNode? value)
    {
        try
        {
            _ = new JsonObject { [key] = value?.DeepClone() }.Deserialize<RunSettings>(Json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (RunSettings Settings, IReadOnlyList<string> Problems) Overlay(IEnumerable<JsonObject> parts)
    {
        JsonObject all = [];
        foreach (JsonObject part in parts)
        {
            foreach ((string key, JsonNode? value) in part) all[key] = Plain(key, value);
        }

        string[] unread = [.. all.Where(setting => !Reads(setting.Key, setting.Value)).Select(setting => setting.Key)];
        List<string> problems =
            [.. unread.Select(key => $"{key}: {all[key]?.ToJsonString(Json) ?? "null"} is not {Kind(Known[key].PropertyType)}")];
        foreach (string key in unread) all.Remove(key);
        RunSettings settings = all.Deserialize<RunSettings>(Json)!;
        problems.AddRange(SettingsRules.Problems(settings, unread));
        return (settings, problems);
    }

    /// <summary>All settings as a JSON object, in the order of the record.</summary>
    public static JsonObject ToJson(RunSettings settings) => JsonSerializer.SerializeToNode(settings, Json)!.AsObject();

    /// <summary>The settings.json of a run before its trainer has written its own: every setting, and its place in a study.</summary>
    public static string Text(RunSettings settings, StudyPlace? study)
    {
        JsonObject all = ToJson(settings);
        study?.Write(all);
        return all.ToJsonString(Json) + "\n";
    }

    /// <summary>
    /// Writes a run's settings.json: every setting, its place in a study, then the environment and the data's fingerprint.
    /// </summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, RunSettings settings, JsonNode environment, JsonNode fingerprint, StudyPlace? study = null)
    {
        JsonObject all = ToJson(settings);
        study?.Write(all);
        (all[EnvironmentKey], all[FingerprintKey]) = (environment, fingerprint);
        AtomicFile.WriteText(path, all.ToJsonString(Json) + "\n");
    }

    /// <summary>The data fingerprint in a run's settings.json; null before its trainer has read the data.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static string? Fingerprint(string path) =>
        Records(path)[FingerprintKey] is JsonObject recorded && recorded["sha256"] is JsonValue value
            && value.TryGetValue(out string? sha256) ? sha256 : null;

    /// <summary>The seed in a run's settings.json; null if it is no seed.</summary>
    internal static long? Seed(JsonObject records) => records["seed"] is not { } node ? new RunSettings().Seed
        : node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out long seed) ? seed : null;

    /// <summary>The whole of a run's settings.json: settings and records.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    internal static JsonObject Records(string path)
    {
        try
        {
            return Parse(path) as JsonObject ?? throw new InputException($"{path}: must be a JSON object of settings");
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>What a run's settings.json holds besides the settings; null if it is not a JSON object.</summary>
    /// <exception cref="InputException">It is not a regular file, or too large.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static (JsonNode? Environment, JsonNode? Fingerprint)? Provenance(string path) =>
        Parse(path) is JsonObject all ? (all[EnvironmentKey], all[FingerprintKey]) : null;

    private static JsonNode? Parse(string path) => JsonText.Parse(SafeOpen.Bytes(path, FolderOwners.Rule(path, Largest)), comments: true);

    private static InputException Unreadable(string path, Exception e) =>
        new($"{path}: cannot be read as a settings file: {(e is JsonException
            ? e.Message
            : $"{FileTrouble.Words(e, path)}; give a JSON file such as {{\"max_frames\": 12}}")}", e);

    /// <summary>Description of a value's type, for messages and help: <c>a whole number</c>, <c>uniform or last</c>.</summary>
    public static string Kind(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return string.Join(" or ", Enum.GetValues(plain).Cast<object>()
                .Select(v => JsonSerializer.SerializeToNode(v, plain, Json)!.GetValue<string>()));
        if (plain == typeof(bool)) return "true or false";
        if (plain == typeof(string)) return "text";
        if (plain == typeof(IReadOnlyList<string>)) return "a list of names";
        return plain == typeof(double) ? "a number" : "a whole number";
    }

    // "all" and "none" are words for null, in the settings where null has that meaning.
    private static JsonNode? Plain(string key, JsonNode? value) =>
        value is JsonValue v && v.TryGetValue(out string? word) && word is "all" or "none"
        && Known.TryGetValue(key, out PropertyInfo? property) && Nullable.GetUnderlyingType(property.PropertyType) is { IsEnum: false }
            ? null
            : value?.DeepClone();
}
