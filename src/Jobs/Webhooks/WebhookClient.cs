using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using Angioboard.Core;

namespace Angioboard.Jobs.Webhooks;

/// <summary>Posts to addresses that users name: follows nobody elsewhere, reads no answer and waits for none long.</summary>
public sealed class WebhookClient : IDisposable
{
    private readonly WebhookNetworks networks;
    private readonly HttpClient http;
    private readonly bool proxied;

    /// <summary>A client that posts where the operator allows.</summary>
    public WebhookClient(WebhookOptions options)
    {
        networks = new WebhookNetworks(options);
        proxied = options.Proxy is not null;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Only one that is set here: through the environment's, the server would not see where it connects to.
            UseProxy = proxied,
            Proxy = proxied ? new WebProxy(options.Proxy) : null,
            ConnectCallback = networks.ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
        })
        { Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Posts a message; the answer's status.</summary>
    /// <exception cref="HttpRequestException">It could not be posted; the inner exception is an <see cref="Core.InputException"/> if it leads where nothing is posted to.</exception>
    internal async Task<HttpStatusCode> PostAsync<T>(Uri to, T message, CancellationToken cancellation)
    {
        // What a proxy connects to cannot be seen; what the name is here can.
        if (proxied) await networks.CheckAsync(to, cancellation);
        using HttpRequestMessage request = new(HttpMethod.Post, to) { Content = JsonContent.Create(message) };
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return answer.StatusCode;
    }

    /// <summary>Says where an address leads that is not posted to.</summary>
    /// <exception cref="Core.InputException">It is one.</exception>
    public Task CheckAsync(Uri address, CancellationToken cancellation) => networks.CheckAsync(address, cancellation);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
