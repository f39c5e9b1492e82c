using System.Text.Json;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.Leases;

/// <summary>Small files that trainers, terminals and the dashboard leave for one another: JSON in snake case, whole or not there.</summary>
internal static class JsonRecord
{
    private const int Largest = 1 << 20;

    // Others of a shared folder read them too, whatever the umask of who writes; who may enter the folder is the folder's affair.
    private const UnixFileMode ForReaders = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The value; null where the file is not there, or not such a file.</summary>
    public static T? Read<T>(string path) where T : class => Read<T>(path, out _);

    /// <summary>The same, with the user whose the file is; null where the system does not tell.</summary>
    public static T? Read<T>(string path, out uint? writer) where T : class
    {
        writer = null;
        try
        {
            return JsonSerializer.Deserialize<T>(JsonText.WithoutMark(SafeOpen.Bytes(path, FolderOwners.Rule(path, Largest) with { Links = false }, out writer)), Json);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or InputException)
        {
            return null;
        }
    }

    /// <summary>Writes it whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="value">What it is to hold.</param>
    /// <param name="shared">Whether other users of the folder read it.</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write<T>(string path, T value, bool shared = false) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(value, Json) + "\n", shared ? ForReaders : null);

    /// <summary>Removes the file, if it is there and may be removed.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // Readers ask whether its process is alive: a file that stays does no harm.
        }
    }
}
