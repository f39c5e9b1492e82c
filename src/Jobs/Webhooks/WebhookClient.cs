using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using Angioboard.Core;

namespace Angioboard.Jobs.Webhooks;

/// <summary>Posts to addresses that users name. Follows no redirect, reads no answer, and waits only for a short time.</summary>
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
            // Only a proxy that is set here: with the one from the environment, the server would not see where it connects to.
            UseProxy = proxied,
            Proxy = proxied ? new WebProxy(options.Proxy) : null,
            ConnectCallback = networks.ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
        })
        { Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Posts a message and returns the status of the answer.</summary>
    /// <exception cref="HttpRequestException">
    /// It could not be posted; the inner exception is an <see cref="Core.InputException"/> if the address is not allowed.
    /// </exception>
    internal async Task<HttpStatusCode> PostAsync<T>(Uri to, T message, CancellationToken cancellation)
    {
        // What a proxy connects to cannot be seen; but where the name leads from here can.
        if (proxied) await networks.CheckAsync(to, cancellation);
        using HttpRequestMessage request = new(HttpMethod.Post, to) { Content = JsonContent.Create(message) };
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return answer.StatusCode;
    }

    /// <summary>Checks whether notices may be posted to an address.</summary>
    /// <exception cref="Core.InputException">They may not.</exception>
    public Task CheckAsync(Uri address, CancellationToken cancellation) => networks.CheckAsync(address, cancellation);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
