using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Angioboard.Jobs.Tests.Webhooks;

/// <summary>A server that answers every connection with the same bytes.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.IPv6Any, 0);
    private readonly CancellationTokenSource over = new();
    private int connections;

    public Receiver(string answer, string? endless = null)
    {
        listener.Server.DualMode = true;
        listener.Start();
        _ = ServeAsync(answer, endless);
    }

    public int Connections => Volatile.Read(ref connections);

    public Uri At(string host) => new($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/hook");

    public void Dispose()
    {
        over.Cancel();
        listener.Dispose();
        over.Dispose();
    }

    private async Task ServeAsync(string answer, string? endless)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(over.Token);
                Interlocked.Increment(ref connections);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), over.Token);
                while (endless is not null) await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(endless), over.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The test is over, or the other side has read enough.
        }
    }
}
