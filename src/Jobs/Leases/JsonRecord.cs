using System.Text.Json;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// Small files that trainers, terminals and the dashboard leave for one another: JSON in snake case, always complete or absent.
/// </summary>
internal static class JsonRecord
{
    private const int Largest = 1 << 20;

    // Other users of a shared folder read them too, whatever the writer's umask. The folder's own permissions decide who may enter it.
    private const UnixFileMode ForReaders = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
        | UnixFileMode.OtherRead;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The value; null if the file does not exist or is something else.</summary>
    public static T? Read<T>(string path) where T : class => Read<T>(path, out _);

    /// <summary>The same, with the file's owner; null if the system does not give it.</summary>
    public static T? Read<T>(string path, out uint? writer) where T : class
    {
        writer = null;
        try
        {
            return JsonSerializer.Deserialize<T>(
                JsonText.WithoutMark(SafeOpen.Bytes(path, FolderOwners.Rule(path, Largest) with { Links = false }, out writer)), Json);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or InputException)
        {
            return null;
        }
    }

    /// <summary>Writes the complete file or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="value">Its content.</param>
    /// <param name="shared">Whether other users of the folder may read it.</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write<T>(string path, T value, bool shared = false) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(value, Json) + "\n", shared ? ForReaders : null);

    /// <summary>Removes the file, if it exists and may be removed.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // Readers check whether its process is alive, so a file that stays does no harm.
        }
    }
}
