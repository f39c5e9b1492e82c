using System.Text.Json;

namespace Angioboard.Jobs.Store;

/// <summary>The database cannot be read. It stands behind the error that says so to the user, for those who can offer a way out.</summary>
public sealed class DamagedDatabaseException(string message, Exception? cause) : Exception(message, cause)
{
    /// <summary>The same of an entry that is not as it would be written now: .NET's words for it name classes of ours.</summary>
    public DamagedDatabaseException(JsonException entry)
        : this(entry.Path is { } place ? $"an entry's {place} is not as this version writes it" : "an entry is not as this version writes it", entry) { }
}
