using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Leases;
using Polly;

namespace Angioboard.Jobs.Control;

/// <summary>
/// The terminal's end of the API: of the dashboard of a data folder by its socket, or of any other by its address and a token.
/// </summary>
internal sealed class DashboardClient : IDisposable
{
    private const string Root = "api/v1/", Launches = "runs", Studies = "studies";

    // More than any list has. A server that sends more, or nothing for so long, is none of ours, or broken.
    private const long LargestAnswer = 64 << 20;
    private static readonly TimeSpan connecting = TimeSpan.FromSeconds(30), silence = TimeSpan.FromMinutes(10);

    // Of a name that is there twice, nobody could say which value counts.
    private static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false };

    private readonly HttpClient http;
    private readonly string who;
    private readonly string remedy;
    private readonly ResiliencePipeline patience = RequestPatience.Make(wait => Console.Error.WriteLine(
        FormattableString.Invariant($"the dashboard is busy; asking again in {Math.Ceiling(wait.TotalSeconds)} s")));

    private DashboardClient(HttpClient http, string who, string remedy) => (this.http, this.who, this.remedy) = (http, who, remedy);

    /// <summary>The dashboard of a data folder. It takes whoever can open its socket for the folder's owner.</summary>
    public static DashboardClient Local(string dataFolder) => new(
        new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectTimeout = connecting,
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
        HttpClient http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !server.IsLoopback,
            ConnectTimeout = connecting,
        })
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
    /// <exception cref="InterruptedRequestException">The wait for the answer to a change was ended.</exception>
    public async Task<JsonObject> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        // If the answer is lost, asking again must not launch again.
        string key = $"{Guid.NewGuid():N}";
        try
        {
            return await patience.ExecuteAsync(async cancelled =>
            {
                using HttpRequestMessage request = new(method, Root + path);
                if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                if (method == HttpMethod.Post) request.Headers.Add("Idempotency-Key", key);
                using HttpResponseMessage answer = await SendAsync(request, cancelled);
                return await ReadAsync(answer, cancelled);
            }, cancellation);
        }
        catch (OperationCanceledException) when (method != HttpMethod.Get && cancellation.IsCancellationRequested)
        {
            throw new InterruptedRequestException(cancellation);
        }
    }

    /// <summary>Asks for a file, or the rest of one, and returns the answer before its body.</summary>
    /// <exception cref="InputException">No dashboard answers, or it refuses.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string path, long from, CancellationToken cancellation)
    {
        return await patience.ExecuteAsync(async cancelled =>
        {
            using HttpRequestMessage request = new(HttpMethod.Get, Root + path);
            if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
            return await SendAsync(request, cancelled);
        }, cancellation);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage answer;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(silence);
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.InvalidResponse)
        {
            throw Unread(e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown)
        {
            throw Lost(request, e);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or ArgumentException)
        {
            throw Gone(e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Silent(e);
        }
        if (answer.IsSuccessStatusCode) return answer;
        using (answer)
        {
            InputException refusal = await RefusalAsync(answer, cancellation);
            throw answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter?.Delta is { } wait
                ? new BusyException(refusal.Problems, wait)
                : refusal;
        }
    }

    private async Task<JsonObject> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            string text = await TextAsync(answer, cancellation);
            return text.Length == 0 ? [] : JsonNode.Parse(text, documentOptions: strict) as JsonObject ?? throw Unread(null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException
            or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            // Also a charset that does not exist.
            throw Unread(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Lost(answer.RequestMessage!, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Silent(e);
        }
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(silence);
        await answer.Content.LoadIntoBufferAsync(LargestAnswer, limit.Token);
        return await answer.Content.ReadAsStringAsync(limit.Token);
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
                string text = await TextAsync(answer, cancellation);
                if ((JsonNode.Parse(text, documentOptions: strict) as JsonObject)?["detail"] is JsonValue detail
                    && detail.TryGetValue(out string? lines) && !string.IsNullOrWhiteSpace(lines))
                    return new InputException([.. lines.Split('\n')]);
            }
            catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or HttpRequestException
                or IOException)
            {
                return Unread(e);
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                return Silent(e);
            }
        }
        return answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            ? Gone(new HttpRequestException($"a proxy in front of it answers {(int)answer.StatusCode}"))
            : Unread(null);
    }

    // What has only been read, or is known by its key, can be asked for again.
    private InputException Lost(HttpRequestMessage request, Exception cause)
    {
        if (request.Method == HttpMethod.Get) return new LostAnswerException(Gone(cause).Message, cause);
        const string Unknown = "the connection to the dashboard was lost before its answer came, so it may have done what was asked; "
            + "look at its page before you ask again";
        string path = request.RequestUri!.AbsolutePath;
        return path.EndsWith($"/{Root}{Launches}", StringComparison.Ordinal) || path.EndsWith($"/{Root}{Studies}", StringComparison.Ordinal)
            ? new LostAnswerException(Unknown, cause)
            : new InputException(Unknown, cause);
    }

    private InputException Silent(Exception cause) =>
        new(FormattableString.Invariant($"{who}: it has sent nothing for {silence.TotalMinutes} minutes; {remedy}"), cause);

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
