using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Reading;

/// <summary>What a run's folder says besides its settings: where it was made, and the data that it depends on.</summary>
/// <param name="Environment">Versions, host, device … by name, in the file's order.</param>
/// <param name="Fingerprint">The data's fingerprint by name.</param>
/// <param name="Problem">Why settings.json cannot be read, in one line; null if it can.</param>
public sealed record RunFacts(
    IReadOnlyList<KeyValuePair<string, string>> Environment, IReadOnlyList<KeyValuePair<string, string>> Fingerprint, string? Problem)
{
    /// <summary>Reads a run's settings.json.</summary>
    public static RunFacts Read(string runFolder)
    {
        string path = new RunFolder(runFolder).Settings;
        try
        {
            return SettingsFile.Provenance(path) is var (environment, fingerprint)
                ? new RunFacts(Texts(environment), Texts(fingerprint), null)
                : new RunFacts([], [], $"{path}: is not a JSON object; the settings below are those that the run was launched with");
        }
        catch (InputException e)
        {
            return new RunFacts([], [], $"{e.Problems[0]}; the settings below are those that the run was launched with");
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException)
        {
            return new RunFacts([], [],
                $"{path}: cannot be read: {(e is JsonException ? e.Message : FileTrouble.Words(e, path))}; the settings below are those "
                    + $"that the run was launched with");
        }
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Texts(JsonNode? node) =>
        node is not JsonObject values ? [] : [.. values.Select(value => KeyValuePair.Create(value.Key, Text(value.Value)))];

    private static string Text(JsonNode? value) => value switch
    {
        null => "–",
        JsonArray list => string.Join(' ', list.Select(word => SettingsCommand.Quote($"{word}"))),
        _ => $"{value}",
    };
}
