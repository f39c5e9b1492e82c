using System.Text.Json;

namespace Angioboard.Jobs.Store;

/// <summary>
/// The database cannot be read. It is the inner exception of the error shown to the user, for callers that can offer a way out.
/// </summary>
public sealed class DamagedDatabaseException(string message, Exception? cause) : Exception(message, cause)
{
    /// <summary>The same for an entry in an unknown form: .NET's message for it would name this program's classes.</summary>
    public DamagedDatabaseException(JsonException entry)
        : this(entry.Path is { } place
            ? $"an entry's {place} is not as this version writes it"
            : "an entry is not as this version writes it", entry) { }
}
