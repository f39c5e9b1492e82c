using System.Security.Cryptography;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Models.Hub;

/// <summary>A download in progress: its <c>.incomplete</c> file, locked against other processes while open.</summary>
internal sealed class HubBlob : IDisposable
{
    private readonly string path;
    private readonly FileStream stream;
    private readonly HubFile remote;
    private readonly string remedy;

    private HubBlob(string path, FileStream stream, HubFile remote, string remedy) =>
        (this.path, this.stream, this.remote, this.remedy) = (path, stream, remote, remedy);

    /// <summary>Bytes received so far.</summary>
    public long Length => stream.Length;

    /// <summary>Whether the size is complete; the content is not verified yet.</summary>
    public bool IsComplete => Length >= remote.Size;

    /// <summary>Opens or makes the file, at its end.</summary>
    /// <exception cref="InputException">Another process holds it, or the folder cannot be written to.</exception>
    public static HubBlob Open(string path, HubFile remote, string remedy)
    {
        // In a shared cache another user may have placed a link here, whose target would be overwritten.
        if (FileStatus.Of(path) is { Kind: not FileKind.File })
            throw new InputException($"{path}: is not a file; move it out of the cache, or {remedy}");
        try
        {
            FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (stream.Length > remote.Size) stream.SetLength(0);
            stream.Seek(0, SeekOrigin.End);
            return new HubBlob(path, stream, remote, remedy);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(
                $"{path}: cannot be written ({ErrorWords.Of(e)}); if it is already being downloaded, wait for that; otherwise {remedy}",
                e);
        }
    }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw new InputException(
                $"{path}: cannot be written: {ErrorWords.Of(e)}; free some space or set HF_HOME to a folder with more", e);
        }
    }

    /// <summary>Discards all bytes: the server sends the content from the start.</summary>
    public void Restart() => stream.SetLength(0);

    /// <summary>Verifies the content by its length and, if the etag is one, its SHA-256; wrong content is deleted.</summary>
    /// <exception cref="InputException">The content differs from what the server announced.</exception>
    public void Verify(CancellationToken cancellation)
    {
        stream.Position = 0;
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (int length; (length = stream.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            sha.AppendData(buffer, 0, length);
        }
        string hash = Convert.ToHexStringLower(sha.GetHashAndReset());
        if (Length == remote.Size && (!HubNames.IsSha256(remote.ETag) || hash == remote.ETag)) return;

        long received = Length;
        stream.Dispose();
        File.Delete(path);
        throw new InputException(
            $"pretrained: the file sent by {remote.PlainAddress} differs from the one the hub announced "
            + $"(SHA-256 {hash} of {received} bytes, not {remote.ETag} of {remote.Size}); try again, or {remedy}");
    }

    /// <summary>Renames the verified content to its final name.</summary>
    public void MoveTo(string blob)
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(path, blob, overwrite: true);
    }

    public void Dispose() => stream.Dispose();
}
