using System.Text.Json.Nodes;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.CommandLine.Client;

/// <summary>Settings on their way from a terminal to a dashboard.</summary>
internal static class SubmittedSettings
{
    /// <summary>The settings as a dashboard is asked for them.</summary>
    /// <param name="given">What was given, part by part.</param>
    /// <param name="remote">Whether the dashboard is not that of this machine's data folder.</param>
    /// <param name="named">Whether the data is named by files.</param>
    public static JsonObject Of(IReadOnlyList<JsonObject> given, bool remote, bool named)
    {
        RunSettings settings = SettingsFile.Combine(given);
        if (named) SettingsRules.RequireData(settings);
        // What is left out has a default that the other machine knows, such as its number of processors. A dataset gives more.
        if (remote || !named)
        {
            JsonObject all = [];
            foreach ((string key, JsonNode? value) in given.SelectMany(part => part)) all[key] = value?.DeepClone();
            return all;
        }
        // The dashboard knows the devices.
        return SettingsFile.ToJson(SettingsRules.Resolve(settings) with { Threads = settings.Threads });
    }
}
