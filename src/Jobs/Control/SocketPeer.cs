using System.Buffers.Binary;
using System.Net.Sockets;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Control;

/// <summary>Who is at the other end of the dashboard's socket, as the kernel says.</summary>
public static class SocketPeer
{
    // Linux: SOL_SOCKET and SO_PEERCRED, whose answer has the process, the user and the group.
    private const int SocketLevel = 1, PeerCredentials = 17, Size = 12, UserAt = 4;

    /// <summary>The name of the system's user; that of this process's user where the kernel does not say.</summary>
    public static string NameOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return Environment.UserName;
        byte[] answer = new byte[Size];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, answer) == Size
            ? SystemUsers.Name(BitConverter.IsLittleEndian
                ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(UserAt))
                : BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(UserAt)))
            : Environment.UserName;
    }
}
