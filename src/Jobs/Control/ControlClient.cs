using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Control;

/// <summary>The terminal's end of <see cref="ControlSocket"/>.</summary>
internal static class ControlClient
{
    /// <summary>Sends a request to the dashboard of the data folder and returns its answer.</summary>
    /// <exception cref="InputException">No dashboard runs there, or it refuses.</exception>
    public static async Task<JsonObject> AskAsync(string dataFolder, JsonObject request, CancellationToken cancellation)
    {
        request["user"] = Environment.UserName;
        string? line;
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            string path = SocketAddress.Find(dataFolder) ?? throw NobodyThere(dataFolder, null);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            using NetworkStream stream = new(socket);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToJsonString() + "\n"), cancellation);
            using StreamReader reader = new(stream);
            line = await reader.ReadLineAsync(cancellation);
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            throw NobodyThere(dataFolder, e);
        }
        JsonObject answer = line is null ? throw NobodyThere(dataFolder, null) : Parse(line);
        return answer["problems"] is JsonArray problems ? throw new InputException([.. problems.Select(problem => $"{problem}")]) : answer;
    }

    /// <summary>Whether a dashboard is listening at the data folder.</summary>
    public static bool IsAnswered(string dataFolder)
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            if (SocketAddress.Find(dataFolder) is not { } path) return false;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            return false;
        }
    }

    private static JsonObject Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line)!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InputException("the dashboard's answer cannot be read; it may be of another version", e);
        }
    }

    private static InputException NobodyThere(string dataFolder, Exception? cause)
    {
        string problem =
            $"{dataFolder}: no dashboard answers there; start it, or set {DataFolder.Variable} to its data folder, or use `angioboard "
                + $"experiment` to train without one";
        return cause is null ? new InputException(problem) : new InputException(problem, cause);
    }
}
