using System.IO.Compression;
using Angioboard.Core;

namespace Angioboard.Dashboard.Api;

/// <summary>Streams a run's files as one zip, without buffering.</summary>
internal static class RunZip
{
    private static readonly string[] compressed = [".ckpt", ".pdf", ".safetensors"];

    public static async Task WriteAsync(RunDownloads folder, string root, Stream output)
    {
        await using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var file in folder.Files())
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
                var level = compressed.Contains(file.Extension, StringComparer.OrdinalIgnoreCase) ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
                var entry = zip.CreateEntry($"{root}/{folder.Name(file)}", level);
                entry.LastWriteTime = file.LastWriteTime;
                await using var target = await entry.OpenAsync();
                await source.CopyToAsync(target);
            }
        }
    }
}
