using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Angioboard.Jobs.Audit;

/// <summary>One line of the audit log.</summary>
/// <param name="Time">When, in UTC.</param>
/// <param name="User">Who: the name that was given, which may not be an account's.</param>
/// <param name="From">From where: an address, <c>terminal</c> or <c>server</c>.</param>
/// <param name="Action">What, such as <c>run.delete</c>.</param>
/// <param name="Target">On what: a run, a user, a device.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">More, in words.</param>
/// <param name="Token">The name of the user's token by which a program did it; null if a person did.</param>
public sealed record AuditEntry(DateTimeOffset Time, string User, string From, string Action, string Target, AuditOutcome Outcome,
    string? Detail, string? Token = null)
{
    private const int LongestName = 100, LongestTarget = 500, LongestDetail = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<AuditOutcome>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>An entry whose texts are cut to a line's length limits, since they may be from somebody who is not signed in.</summary>
    internal static AuditEntry Of(DateTimeOffset time, string user, string from, string action, string target, AuditOutcome outcome,
        string? detail, string? token = null) => new(
        time.ToUniversalTime(), Cut(user, LongestName), Cut(from, LongestName), Cut(action, LongestName),
        Cut(target, LongestTarget), outcome,
        detail is null ? null : Cut(detail, LongestDetail), token is null ? null : Cut(token, LongestName));

    /// <summary>The entry as a line of the file, with its line break.</summary>
    internal byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Reads a line; null if it is not an entry, as after a power cut.</summary>
    internal static AuditEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditEntry>(line, Json) is { User: not null, From: not null, Action: not null,
                Target: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Half a surrogate pair is not a character.
    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";
}
