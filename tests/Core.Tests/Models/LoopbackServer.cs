using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Angioboard.Core.Tests.Models;

/// <summary>A request as the server saw it.</summary>
internal sealed record LoopbackRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>The server's response. The connection closes after it, whatever the headers promised.</summary>
internal sealed record LoopbackAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool Stalls = false);

/// <summary>A real HTTP server on loopback, with one response per connection, which may break every promise.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<LoopbackRequest, LoopbackAnswer> answer;

    public LoopbackServer(Func<LoopbackRequest, LoopbackAnswer> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public List<LoopbackRequest> Requests { get; } = [];

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = ServeAsync(client, stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stopped)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
            string[] first = (await reader.ReadLineAsync(stopped))!.Split(' ');
            Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync(stopped) is { Length: > 0 } line)
                headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
            LoopbackRequest request = new(first[0], first[1], headers);
            lock (Requests) Requests.Add(request);

            LoopbackAnswer reply = answer(request);
            StringBuilder head = new($"HTTP/1.1 {reply.Status} Loopback\r\nConnection: close\r\n");
            foreach ((string name, string value) in reply.Headers) head.Append($"{name}: {value}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"), stopped);
            if (request.Method != "HEAD") await stream.WriteAsync(reply.Body, stopped);
            if (reply.Stalls) await Task.Delay(Timeout.Infinite, stopped);
        }
    }
}
