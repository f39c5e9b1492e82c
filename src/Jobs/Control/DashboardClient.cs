using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Control;

/// <summary>
/// The terminal's end of the API: of the dashboard of a data folder by its socket, or of any other by its address and a token.
/// </summary>
internal sealed class DashboardClient : IDisposable
{
    private const string Root = "api/v1/";

    private readonly HttpClient http;
    private readonly string who;
    private readonly string remedy;

    private DashboardClient(HttpClient http, string who, string remedy) => (this.http, this.who, this.remedy) = (http, who, remedy);

    /// <summary>The dashboard of a data folder. It takes whoever can open its socket for the folder's owner.</summary>
    public static DashboardClient Local(string dataFolder) => new(
        new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                string path = TerminalAddress.Find(dataFolder) ?? throw new IOException("there is no socket");
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        }) { BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan },
        $"{dataFolder}: no dashboard answers there",
        $"start it, or set {DataFolder.Variable} to its data folder, or use `angioboard experiment` to train without one");

    /// <summary>A dashboard by its address.</summary>
    /// <param name="server">The address, with the path below which it is served.</param>
    /// <param name="token">A token that was made on its page Account.</param>
    public static DashboardClient Remote(Uri server, string token)
    {
        // A redirect could lead the token elsewhere.
        // A proxy would read a token that is only safe without TLS because it does not leave this machine.
        HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.IsLoopback })
        {
            BaseAddress = new Uri($"{server.AbsoluteUri.TrimEnd('/')}/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new DashboardClient(http, $"{server}: does not answer", "check the address, and that the dashboard runs");
    }

    /// <summary>Asks for something, with a JSON body or none, and returns the answer; empty if it has no body.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The address below <c>/api/v1/</c>.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InputException">No dashboard answers, or it refuses.</exception>
    public async Task<JsonObject> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, Root + path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        // If the answer is lost, asking again must not launch again.
        if (method == HttpMethod.Post) request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        using HttpResponseMessage answer = await SendAsync(request, cancellation);
        try
        {
            string text = await answer.Content.ReadAsStringAsync(cancellation);
            if (text.Length == 0) return [];
            JsonObject read = JsonNode.Parse(text) as JsonObject ?? throw Unread(null);
            _ = read.Count; // reads its names
            return read;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // Also a name that is there twice, and a charset that does not exist.
            throw Unread(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Gone(e);
        }
    }

    /// <summary>Asks for a file, or the rest of one, and returns the answer before its body.</summary>
    /// <exception cref="InputException">No dashboard answers, or it refuses.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string path, long from, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Root + path);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        return await SendAsync(request, cancellation);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded)
        {
            throw Unread(e);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or ArgumentException)
        {
            throw Gone(e);
        }
        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw await RefusalAsync(answer, cancellation);
    }

    private async Task<InputException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Headers.Location is { } elsewhere && (int)answer.StatusCode is >= 300 and < 400)
            return new InputException(
                $"{http.BaseAddress}: answers that it is elsewhere, at {elsewhere}; give that address if you trust it");
        if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                string text = await answer.Content.ReadAsStringAsync(cancellation);
                if ((JsonNode.Parse(text) as JsonObject)?["detail"] is JsonValue detail && detail.TryGetValue(out string? lines))
                    return new InputException([.. lines.Split('\n')]);
            }
            catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
            {
                return Unread(e);
            }
        }
        return answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            ? Gone(new HttpRequestException($"a proxy in front of it answers {(int)answer.StatusCode}"))
            : Unread(null);
    }

    private InputException Gone(Exception cause)
    {
        Exception inner = cause;
        while (inner is HttpRequestException { InnerException: { } deeper }) inner = deeper;
        string why = http.DefaultRequestHeaders.Authorization is null ? "" : $" ({FileTrouble.Words(inner)})";
        return new InputException($"{who}{why}; {remedy}", cause);
    }

    private static InputException Unread(Exception? cause) =>
        new("the dashboard's answer cannot be read; it may be of another version, or no dashboard", cause ?? new FormatException());
}
