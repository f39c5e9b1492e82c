using System.Buffers.Binary;
using System.Text;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Checks a LiteDB 5 file before LiteDB opens it, as LiteDB writes to files that it finds damaged.</summary>
internal sealed class DatabaseFile(string path)
{
    private const int PageSize = 8192;
    private const int SignaturePosition = 32;
    private const int LastPagePosition = 64;
    private const int DamageMarkPosition = 191;

    private static readonly byte[] Signature = Encoding.ASCII.GetBytes("** This is a LiteDB file **");

    private readonly byte[] header = new byte[PageSize];
    private bool existed;

    /// <summary>The file in which LiteDB keeps what is not merged yet.</summary>
    public static string LogOf(string path) => Path.ChangeExtension(path, null) + "-log.db";

    /// <summary>Bytes of the log.</summary>
    public static long LogLength(string path) => new FileInfo(LogOf(path)) is { Exists: true } log ? log.Length : 0;

    /// <summary>Returns when the log is on the disk.</summary>
    public static void FlushLog(string path)
    {
        if (File.Exists(LogOf(path))) Disk.Flush(LogOf(path));
    }

    /// <summary>
    /// Merges the log into the file, in an order that a power cut cannot damage: LiteDB flushes the file before it empties the log, but
    /// does not flush the log before that.
    /// </summary>
    public static void Fold(LiteDatabase database, string path)
    {
        FlushLog(path);
        database.Checkpoint();
    }

    /// <summary>Reads the first page.</summary>
    /// <exception cref="DamagedDatabaseException">It is not a LiteDB file, or its end is missing.</exception>
    public void Inspect()
    {
        if (!File.Exists(path) || new FileInfo(path).Length is not (> 0 and var length)) return;
        existed = true;
        using FileStream file = File.OpenRead(path);
        int read = file.ReadAtLeast(header, PageSize, throwOnEndOfStream: false);
        if (read < PageSize || !header.AsSpan(SignaturePosition).StartsWith(Signature))
            throw new DamagedDatabaseException("it is no database of Angioboard's", null);
        // Pages that are still to be merged from the log may be beyond the end.
        string log = LogOf(path);
        long pages = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(LastPagePosition)) + 1L;
        if (length < pages * PageSize && (!File.Exists(log) || new FileInfo(log).Length == 0))
            throw new DamagedDatabaseException($"its end is missing: {length} of {pages * PageSize} bytes are there", null);
    }

    /// <summary>
    /// Cuts off the part of a page that a full disk left at the end of a file. LiteDB would do so too, but needs the file exclusively for
    /// it, which handles of a failed engine may prevent.
    /// </summary>
    public void Crop()
    {
        foreach (string each in new[] { path, LogOf(path) })
        {
            if (!File.Exists(each) || new FileInfo(each).Length % PageSize is not (> 0 and var piece)) continue;
            using FileStream file = new(each, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(file.Length - piece);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Removes the mark that LiteDB puts into a file that it finds damaged, so that the file is as before.</summary>
    public void Restore()
    {
        if (!existed) return;
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = DamageMarkPosition;
        file.WriteByte(header[DamageMarkPosition]);
    }
}
