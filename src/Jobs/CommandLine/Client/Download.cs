using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Control;

namespace Angioboard.Jobs.CommandLine.Client;

/// <summary>
/// Downloads a file as a whole or not at all. What an interrupted download left is beside it, under a name that says which version of the
/// file it is a part of; the next download continues there.
/// </summary>
/// <param name="dashboard">The server.</param>
/// <param name="report">Reports bytes.</param>
internal sealed partial class Download(DashboardClient dashboard, IProgress<StageProgress> report)
{
    private const int Attempts = 4, Buffer = 1 << 17;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Silence = TimeSpan.FromMinutes(1);

    /// <summary>Downloads a file, unless it is there already.</summary>
    /// <param name="address">Its address in the API.</param>
    /// <param name="path">Where to write it.</param>
    /// <param name="size">Its size, as the server listed it.</param>
    /// <param name="modified">When it last changed, as the server listed it.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next time.</param>
    /// <exception cref="InputException">The server or the disk refuses, or the connection is lost again and again.</exception>
    public async Task GetAsync(string address, string path, long size, DateTimeOffset modified, CancellationToken cancellation)
    {
        FileInfo present = new(path);
        if (present.Exists && present.Length == size && IsSame(present.LastWriteTimeUtc, modified)) return;
        AtomicFile.CreateFolder(Path.GetDirectoryName(path)!);
        string version = string.Create(CultureInfo.InvariantCulture, $"{size}-{modified.ToUnixTimeSeconds()}");
        string partial = $"{path}.{version}{DownloadPlace.Partial}";
        foreach (string old in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*{DownloadPlace.Partial}"))
        {
            // Only what an earlier call has left of another version of this very file.
            string middle = old[(path.Length + 1)..^DownloadPlace.Partial.Length];
            if (old != partial && Version().IsMatch(middle)) File.Delete(old);
        }
        if (new FileInfo(partial).LinkTarget is not null)
            throw new InputException($"{partial}: is a link, which somebody else may have put there; remove it, or give another folder");
        DateTimeOffset? written = null;
        for (int attempt = 1; written is null; attempt++)
        {
            try
            {
                written = await AppendAsync(address, partial, size, modified, cancellation);
            }
            catch (Exception e) when (e is HttpRequestException or LostAnswerException)
            {
                if (attempt == Attempts)
                    throw new InputException(
                        $"{Path.GetFileName(path)}: the connection was lost; run the same command again to continue", e);
                await Task.Delay(Pause * attempt, cancellation);
            }
            catch (IOException e)
            {
                throw AtomicFile.Unwritable(path, e);
            }
        }
        File.SetLastWriteTimeUtc(partial, written.Value.UtcDateTime);
        File.Move(partial, path, overwrite: true);
        Disk.FlushNames(Path.GetDirectoryName(path)!);
    }

    /// <summary>Downloads what is missing, and returns when the file last changed.</summary>
    private async Task<DateTimeOffset> AppendAsync(
        string address, string partial, long size, DateTimeOffset modified, CancellationToken cancellation)
    {
        await using FileStream file = new(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, Buffer);
        if (file.Length >= size) file.SetLength(0);
        using HttpResponseMessage answer = await dashboard.OpenAsync(address, file.Length, cancellation);
        DateTimeOffset written = answer.Content.Headers.LastModified ?? modified;
        long whole = answer.Content.Headers.ContentRange?.Length ?? answer.Content.Headers.ContentLength ?? size;
        if (answer.StatusCode != HttpStatusCode.PartialContent) file.SetLength(0);
        else if (whole != size || !IsSame(written.UtcDateTime, modified) || answer.Content.Headers.ContentRange?.From != file.Length)
        {
            // It has changed since: the part that is here belongs to another version.
            file.SetLength(0);
            throw new HttpRequestException("the file changed");
        }
        file.Seek(0, SeekOrigin.End);
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[Buffer];
        for (int read; (read = await ReadAsync(body, buffer, cancellation)) > 0;)
        {
            if (file.Position + read > whole) throw new InputException($"{Path.GetFileName(address)}: the server sends more than it said");
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            report.Report(new StageProgress("download", file.Position, whole, Path.GetFileName(address)));
        }
        await file.FlushAsync(cancellation);
        if (file.Length != whole) throw new HttpRequestException("the connection ended early");
        file.Flush(flushToDisk: true);
        return written;
    }

    // What the connection refuses is not to be taken for a full disk.
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Silence);
        try
        {
            return await body.ReadAsync(buffer, limit.Token);
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new HttpRequestException("the connection was lost", e);
        }
    }

    [GeneratedRegex(@"\A[0-9]+-(-?[0-9]+)\z")]
    private static partial Regex Version();

    // HTTP has whole seconds.
    private static bool IsSame(DateTime one, DateTimeOffset other) =>
        new DateTimeOffset(one, TimeSpan.Zero).ToUnixTimeSeconds() == other.ToUnixTimeSeconds();
}
