using System.Text.Json;
using System.Text.Json.Serialization;
using Angioboard.Core.Settings;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>JSON as the API writes it: named as in a run's files, and null for what is not a number.</summary>
internal static class ApiJson
{
    /// <summary>The options, for what an endpoint writes itself.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Sets the options of the framework.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = SettingsFile.Json.PropertyNamingPolicy;
        options.Encoder = SettingsFile.Json.Encoder;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new FiniteNumber());
    }

    private static JsonSerializerOptions Make()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    // Losses that have diverged, and metrics of a class without exams.
    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
