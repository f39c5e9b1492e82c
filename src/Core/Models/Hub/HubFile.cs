namespace Angioboard.Core.Models.Hub;

/// <summary>What the server says of a file before it sends it.</summary>
/// <param name="Commit">The commit it is of.</param>
/// <param name="ETag">Names its content: the SHA-256 of a large file.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Address">Where its bytes are, often at another host.</param>
internal sealed record HubFile(string Commit, string ETag, long Size, Uri Address)
{
    /// <summary>The address without its query, which may carry a signature that is not for logs.</summary>
    public string PlainAddress => Address.GetLeftPart(UriPartial.Path);
}
