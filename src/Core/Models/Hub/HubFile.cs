namespace Angioboard.Core.Models.Hub;

/// <summary>The server's facts about a file before it is sent.</summary>
/// <param name="Commit">The commit it is of.</param>
/// <param name="ETag">Identifies its content: the SHA-256 for a large file.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Address">Address of its bytes, often on another host.</param>
internal sealed record HubFile(string Commit, string ETag, long Size, Uri Address)
{
    /// <summary>The address without its query, which may contain a signature that must not be logged.</summary>
    public string PlainAddress => Address.GetLeftPart(UriPartial.Path);
}
