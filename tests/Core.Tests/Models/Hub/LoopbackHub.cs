using System.Globalization;
using System.Security.Cryptography;

namespace Angioboard.Core.Tests.Models.Hub;

/// <summary>Responds like the Hugging Face hub and the host of its large files.</summary>
internal sealed class LoopbackHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly byte[] content;

    public LoopbackHub(byte[] content)
    {
        this.content = content;
        ETag = Convert.ToHexStringLower(SHA256.HashData(content));
        Files = new LoopbackServer(Send);
        Hub = new LoopbackServer(Describe);
    }

    public LoopbackServer Hub { get; }

    /// <summary>The host of large files: another port, so another host.</summary>
    public LoopbackServer Files { get; }

    public string ETag { get; set; }

    /// <summary>Bytes sent before the connection breaks, for each response in turn; later ones are complete.</summary>
    public Queue<int> Breaks { get; } = new();

    public bool HonoursRange { get; init; } = true;

    public bool Stalls { get; init; }

    public void Dispose()
    {
        Hub.Dispose();
        Files.Dispose();
    }

    private LoopbackAnswer Describe(LoopbackRequest request) => request.Path switch
    {
        "/timm/vit_micro/resolve/main/model.safetensors" => new LoopbackAnswer(
            307, new Dictionary<string, string> { ["Location"] = "/renamed/model.safetensors", ["Content-Length"] = "0" }, []),
        "/renamed/model.safetensors" => new LoopbackAnswer(
            302,
            new Dictionary<string, string>
            {
                ["Location"] = $"{Files.Address}blob?signature=x",
                ["Content-Length"] = "0",
                ["X-Repo-Commit"] = Commit,
                ["X-Linked-Etag"] = $"\"{ETag}\"",
                ["X-Linked-Size"] = content.Length.ToString(CultureInfo.InvariantCulture),
            },
            []),
        "/timm/small_file/resolve/main/model.safetensors" => new LoopbackAnswer(
            200,
            new Dictionary<string, string>
            {
                ["Content-Length"] = content.Length.ToString(CultureInfo.InvariantCulture),
                ["X-Repo-Commit"] = Commit,
                ["ETag"] = "W/\"a94a8fe5cc\"",
            },
            content),
        _ => new LoopbackAnswer(404, new Dictionary<string, string> { ["Content-Length"] = "0" }, []),
    };

    private LoopbackAnswer Send(LoopbackRequest request)
    {
        int from = HonoursRange && request.Headers.TryGetValue("Range", out string? range)
            ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture)
            : 0;
        Dictionary<string, string> headers = new() { ["Content-Length"] = $"{content.Length - from}" };
        if (from > 0) headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
        int length = Breaks.TryDequeue(out int limit) ? Math.Min(limit, content.Length - from) : content.Length - from;
        return new LoopbackAnswer(from > 0 ? 206 : 200, headers, content[from..(from + length)], Stalls);
    }
}
