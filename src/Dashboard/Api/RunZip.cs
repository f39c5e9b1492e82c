using System.IO.Compression;
using Angioboard.Core;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.Api;

/// <summary>Streams a run's files as one zip, without buffering.</summary>
internal static class RunZip
{
    private static readonly string[] compressed = [".ckpt", ".pdf", ".safetensors"];

    public static async Task WriteAsync(RunDownloads folder, string root, Stream output)
    {
        await using ZipArchive zip = new(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (FileInfo file in folder.Files().Where(file => !RunArtifacts.IsInternal(folder.Name(file))))
        {
            FileStream source;
            try
            {
                source = folder.Open(file);
            }
            catch (Exception e) when (e is FileNotFoundException or InputException)
            {
                // A checkpoint replaced by a better one since the listing, or not a file of the run.
                continue;
            }
            await using (source)
            {
                CompressionLevel level = compressed.Contains(file.Extension, StringComparer.OrdinalIgnoreCase)
                    ? CompressionLevel.NoCompression
                    : CompressionLevel.Fastest;
                ZipArchiveEntry entry = zip.CreateEntry($"{root}/{folder.Name(file)}", level);
                entry.LastWriteTime = file.LastWriteTime;
                await using Stream target = await entry.OpenAsync();
                await source.CopyToAsync(target);
            }
        }
    }
}
