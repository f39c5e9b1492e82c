using System.Net.Sockets;
using System.Text;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Control;

/// <summary>
/// Where the dashboard of a data folder listens: <c>angioboard.sock</c> in that folder. As a socket's path may have only 107 bytes, a short
/// path in a temporary folder may take its place, and a file in the data folder names it.
/// </summary>
public sealed class TerminalAddress : IDisposable
{
    private const int LongestPath = 107;

    private readonly string? pointer;
    private readonly string? folder;

    private TerminalAddress(string path, string? pointer, string? folder) => (Path, this.pointer, this.folder) = (path, pointer, folder);

    /// <summary>The socket's path.</summary>
    public string Path { get; }

    /// <summary>An address to listen at, without what an earlier dashboard left there.</summary>
    public static TerminalAddress Create(string dataFolder)
    {
        string plain = Plain(dataFolder), pointer = Pointer(dataFolder);
        File.Delete(plain);
        File.Delete(pointer);
        if (Encoding.UTF8.GetByteCount(plain) <= LongestPath) return new TerminalAddress(plain, null, null);
        string folder = Directory.CreateTempSubdirectory("angioboard-").FullName;
        string path = System.IO.Path.Combine(folder, "sock");
        AtomicFile.WriteText(pointer, path);
        return new TerminalAddress(path, pointer, folder);
    }

    /// <summary>Whether a dashboard is listening at the data folder.</summary>
    public static bool IsAnswered(string dataFolder)
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            if (Find(dataFolder) is not { } path) return false;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Where a dashboard listens; null if there seems to be none.</summary>
    public static string? Find(string dataFolder)
    {
        string plain = Plain(dataFolder), pointer = Pointer(dataFolder);
        if (File.Exists(plain)) return plain;
        return File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : null;
    }

    /// <summary>Removes the socket.</summary>
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
            // Nobody listens there any more, and that is what a terminal will find.
        }
    }

    private static string Plain(string dataFolder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "angioboard.sock");

    private static string Pointer(string dataFolder) => Plain(dataFolder) + ".path";
}
