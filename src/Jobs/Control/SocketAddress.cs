using System.Text;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Control;

/// <summary>
/// Where the dashboard of a data folder listens: <c>angioboard.sock</c> in it, or, as a socket's path may have 107 bytes only, a short one in a
/// temporary folder that a file beside it names.
/// </summary>
internal sealed class SocketAddress : IDisposable
{
    private const int LongestPath = 107;

    private readonly string? pointer;
    private readonly string? folder;

    private SocketAddress(string path, string? pointer, string? folder) => (Path, this.pointer, this.folder) = (path, pointer, folder);

    /// <summary>The socket's path.</summary>
    public string Path { get; }

    /// <summary>A place to listen at, free of what an earlier dashboard left.</summary>
    public static SocketAddress Create(string dataFolder)
    {
        string plain = Plain(dataFolder), pointer = Pointer(dataFolder);
        File.Delete(plain);
        File.Delete(pointer);
        if (Encoding.UTF8.GetByteCount(plain) <= LongestPath) return new SocketAddress(plain, null, null);
        string folder = Directory.CreateTempSubdirectory("angioboard-").FullName;
        string path = System.IO.Path.Combine(folder, "sock");
        AtomicFile.WriteText(pointer, path);
        return new SocketAddress(path, pointer, folder);
    }

    /// <summary>Where a dashboard listens; null if none seems to.</summary>
    public static string? Find(string dataFolder)
    {
        string plain = Plain(dataFolder), pointer = Pointer(dataFolder);
        if (File.Exists(plain)) return plain;
        return File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : null;
    }

    /// <summary>Takes the socket away.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(Path);
            if (pointer is not null) File.Delete(pointer);
            if (folder is not null) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // Nobody listens there any more, which is what a terminal then finds.
        }
    }

    private static string Plain(string dataFolder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "angioboard.sock");

    private static string Pointer(string dataFolder) => Plain(dataFolder) + ".path";
}
