using System.Net;
using System.Net.Http.Headers;
using Angioboard.Core.Files;

namespace Angioboard.Core.Models.Hub;

/// <summary>
/// Downloads files of a repository into the cache as huggingface_hub does: a HEAD request returns commit, content and size; the bytes go to
/// <c>blobs/ETAG.incomplete</c>, which a later download resumes, and are renamed once verified.
/// </summary>
/// <param name="hub">The server.</param>
/// <param name="repository">Owner and name.</param>
/// <param name="remedy">Alternative to the download, for messages.</param>
internal sealed class HubDownload(HubSettings hub, string repository, string remedy) : IDisposable
{
    private const int MaxRedirects = 10, MaxFruitless = 2;

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = hub.Patience })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The file's path in the cache.</summary>
    /// <exception cref="InputException">The server cannot be reached, lacks the file, or sends different content.</exception>
    public async Task<string> FetchAsync(string file, HubCache cache, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        HubFile remote = await AskAsync(file, cancellation).ConfigureAwait(false);
        string blob = cache.Blob(remote.ETag);
        AtomicFile.CreateFolder(Path.GetDirectoryName(blob)!);
        if (!File.Exists(blob) || new FileInfo(blob).Length != remote.Size)
            await CompleteAsync(remote, blob, progress, cancellation).ConfigureAwait(false);
        return cache.Link(file, remote.Commit, remote.ETag);
    }

    /// <summary>Asks for the file without downloading it.</summary>
    /// <exception cref="InputException">The server cannot be reached, or lacks the file.</exception>
    public Task FindAsync(string file, CancellationToken cancellation) => AskAsync(file, cancellation);

    public void Dispose() => client.Dispose();

    /// <summary>
    /// The hub responds with its own headers and, for large files, the address of the bytes: relative redirects and those without
    /// file headers are followed; any other is that address.
    /// </summary>
    private async Task<HubFile> AskAsync(string file, CancellationToken cancellation)
    {
        Uri address = new(hub.Endpoint, $"{repository}/resolve/main/{file}");
        for (int redirects = 0; redirects < MaxRedirects; redirects++)
        {
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Head, address, 0, cancellation).ConfigureAwait(false);
            Uri? location = Location(answer, address);
            if (location is not null && IsHub(location) && (IsRelative(answer) || Header(answer, "X-Repo-Commit") is null))
            {
                address = location;
                continue;
            }
            if (location is null) RequireSuccess(answer, address);
            return Describe(answer, location ?? address, address);
        }
        throw Failure($"{repository} redirects in a loop");
    }

    private HubFile Describe(HttpResponseMessage answer, Uri bytes, Uri asked)
    {
        string? commit = Header(answer, "X-Repo-Commit");
        string? etag = (Header(answer, "X-Linked-Etag") ?? Header(answer, "ETag"))?.Replace("W/", "", StringComparison.Ordinal).Trim('"');
        bool sized = long.TryParse(Header(answer, "X-Linked-Size") ?? $"{answer.Content.Headers.ContentLength}", out long size);
        return commit is not null && HubNames.IsSafe(commit) && etag is not null && HubNames.IsSafe(etag) && sized && size >= 0
            ? new HubFile(commit, etag, size, bytes)
            : throw Failure($"{asked} does not respond like a Hugging Face hub (X-Repo-Commit, ETag, size)");
    }

    private async Task CompleteAsync(HubFile remote, string blob, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using HubBlob content = HubBlob.Open($"{blob}.incomplete", remote, remedy);
        for (int fruitless = 0; !content.IsComplete;)
        {
            long before = content.Length;
            string? failure = await ReceiveAsync(remote, content, progress, cancellation).ConfigureAwait(false);
            fruitless = content.Length > before ? 0 : fruitless + 1;
            if (!content.IsComplete && fruitless >= MaxFruitless)
                throw Failure(
                    $"{remote.PlainAddress} sent {content.Length} of {remote.Size} bytes{failure}; start again to continue from there");
        }
        content.Verify(cancellation);
        content.MoveTo(blob);
    }

    /// <summary>Reads the bytes of one response; returns the error that interrupted it, if any.</summary>
    private async Task<string?> ReceiveAsync(
        HubFile remote, HubBlob content, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            using HttpResponseMessage answer = await FollowAsync(remote.Address, content.Length, cancellation).ConfigureAwait(false);
            bool goesOn = answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From == content.Length;
            if (!goesOn) content.Restart();
            stall.CancelAfter(hub.Patience);
            await using Stream body = await answer.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            byte[] buffer = new byte[1 << 17];
            while (!content.IsComplete)
            {
                stall.CancelAfter(hub.Patience);
                int length = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
                if (length == 0) break;
                content.Append(buffer.AsSpan(0, length));
                progress?.Report(new StageProgress("downloading weights", content.Length, remote.Size));
            }
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || IsTimeout(e, cancellation))
        {
            return $" ({ErrorWords.Of(e)})";
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(Uri address, long from, CancellationToken cancellation)
    {
        for (int redirects = 0; redirects < MaxRedirects; redirects++)
        {
            HttpResponseMessage answer = await SendAsync(HttpMethod.Get, address, from, cancellation).ConfigureAwait(false);
            if (Location(answer, address) is not { } location)
            {
                RequireSuccess(answer, address);
                return answer;
            }
            answer.Dispose();
            address = location;
        }
        throw Failure($"{repository} redirects in a loop");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, long from, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("angioboard", null));
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        if (hub.Token is not null && IsHub(address)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", hub.Token);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(hub.Patience);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException || IsTimeout(e, cancellation))
        {
            string server = address.GetLeftPart(UriPartial.Authority);
            throw new InputException($"pretrained: {server} cannot be reached ({ErrorWords.Of(e)}); {remedy}", e);
        }
    }

    private void RequireSuccess(HttpResponseMessage answer, Uri address)
    {
        if (answer.IsSuccessStatusCode) return;
        int status = (int)answer.StatusCode;
        string plain = address.GetLeftPart(UriPartial.Path);
        answer.Dispose();
        throw Failure(status switch
        {
            401 or 403 => $"{plain} requires permission to read ({status}): set HF_TOKEN",
            404 => $"{plain} does not exist (404)",
            _ => $"{plain} returned {status}",
        });
    }

    private static bool IsTimeout(Exception e, CancellationToken cancellation) =>
        e is OperationCanceledException && !cancellation.IsCancellationRequested;

    private bool IsHub(Uri address) =>
        (address.Scheme, address.Host, address.Port) == (hub.Endpoint.Scheme, hub.Endpoint.Host, hub.Endpoint.Port);

    private Uri? Location(HttpResponseMessage answer, Uri address)
    {
        if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location) return null;
        Uri target = new(address, location);
        return target.Scheme == address.Scheme || target.Scheme == Uri.UriSchemeHttps
            ? target
            : throw Failure($"{address.GetLeftPart(UriPartial.Path)} redirects to {target.Scheme}, which is not secure");
    }

    private static bool IsRelative(HttpResponseMessage answer) => Header(answer, "Location")?.StartsWith('/') == true;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    private InputException Failure(string what) => new($"pretrained: {what}; {remedy}");
}
