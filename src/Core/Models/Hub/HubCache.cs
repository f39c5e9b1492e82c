using Angioboard.Core.Files;

namespace Angioboard.Core.Models.Hub;

/// <summary>
/// One repository in the cache that huggingface_hub keeps: <c>blobs/ETAG</c> holds contents, <c>snapshots/COMMIT/FILE</c> links to
/// them, and
/// <c>refs/main</c> names the newest commit. https://huggingface.co/docs/huggingface_hub/guides/manage-cache
/// </summary>
/// <param name="root">The cache's folder.</param>
/// <param name="repository">Owner and name: <c>timm/vit_tiny_patch16_224.augreg_in21k</c>.</param>
internal sealed class HubCache(string root, string repository)
{
    private const string Revision = "main";

    private readonly string folder = Path.Combine(root, $"models--{repository.Replace("/", "--", StringComparison.Ordinal)}");

    /// <summary>A complete file in the cache, or null.</summary>
    public string? Find(string file)
    {
        string path = Place(file);
        if (!File.Exists(path)) return null;  // a link to nothing exists
        FileSystemInfo target = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        return target.Exists ? path : null;
    }

    /// <summary>
    /// Path of a file of the current commit; without a ref, huggingface_hub uses the revision as the commit.
    /// </summary>
    public string Place(string file) => Path.Combine(folder, "snapshots", Commit() ?? Revision, file);

    /// <summary>Path of a content.</summary>
    public string Blob(string etag) => Path.Combine(folder, "blobs", etag);

    /// <summary>
    /// Links <paramref name="file"/> of <paramref name="commit"/> to the content <paramref name="etag"/> and makes the commit current.
    /// </summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="InputException">The cache cannot be written to.</exception>
    public string Link(string file, string commit, string etag)
    {
        string path = Path.Combine(folder, "snapshots", commit, file);
        AtomicFile.CreateFolder(Path.GetDirectoryName(path)!);
        AtomicFile.CreateFolder(Path.Combine(folder, "refs"));
        if (!TryLink(path, etag))
        {
            using FileStream blob = InputFile.Open(Blob(etag));
            AtomicFile.Write(path, blob.CopyTo);
        }
        AtomicFile.WriteText(Path.Combine(folder, "refs", Revision), commit);
        return path;
    }

    /// <summary>False if the file system or, on Windows, the account does not allow links.</summary>
    private static bool TryLink(string path, string etag)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.Delete(temporary);
            File.CreateSymbolicLink(temporary, Path.Combine("..", "..", "blobs", etag));
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return false;
        }
    }

    private string? Commit()
    {
        string reference = Path.Combine(folder, "refs", Revision);
        return File.Exists(reference) && File.ReadAllText(reference).Trim() is var commit && HubNames.IsSafe(commit) ? commit : null;
    }
}
