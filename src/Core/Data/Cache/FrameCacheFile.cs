using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Angioboard.Core.Files;
using Angioboard.Core.Formats;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Data.Cache;

/// <summary>
/// An exam's frames in a file, mapped into memory. Little-endian: the mark, the length of the facts, the checksum of the values (XXH3, 64
/// bits); the facts of the <see cref="FrameCacheKey"/>; zeros up to a multiple of 64 bytes; the values, frame by frame, row by row. Nothing
/// is flushed: after a power cut the checksum detects incomplete files.
/// </summary>
internal sealed unsafe partial class FrameCacheFile : IDisposable
{
    private const int FixedBytes = 24, Alignment = 64;

    // MADV_DONTNEED
    private const int DoNotNeed = 4;

    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;

    private FrameCacheFile(MemoryMappedViewAccessor view, FrameCacheKey key)
    {
        (this.view, Key) = (view, key);
        start = (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle();
    }

    /// <summary>The key of the frames.</summary>
    public FrameCacheKey Key { get; }

    private static ReadOnlySpan<byte> Mark => "ANGFRAM1"u8;

    private ReadOnlySpan<byte> Values => new(start + HeaderBytes(Key), ValueBytes(Key));

    /// <summary>Bytes of the whole file.</summary>
    public static long Length(FrameCacheKey key) => (long)HeaderBytes(key) + ValueBytes(key);

    /// <summary>Maps a file; null if it does not exist, is incomplete or has another key.</summary>
    public static FrameCacheFile? Open(string path, FrameCacheKey key)
    {
        try
        {
            using SafeFileHandle file = SharedFile.Open(path);
            if (RandomAccess.GetLength(file) != Length(key)) return null;
            using MemoryMappedFile mapped = MemoryMappedFile.CreateFromFile(
                file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            FrameCacheFile frames = new(mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), key);
            if (frames.Fits()) return frames;
            frames.Dispose();
            return null;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null;
        }
    }

    /// <summary>Writes a file under a temporary name, then renames it, so that readers find a complete file or none.</summary>
    /// <exception cref="IOException">The folder cannot be written to, or the disk is full.</exception>
    public static void Write(string path, FrameCacheKey key, ReadOnlySpan<float> values)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(checked((int)Length(key)));
        // Opened exclusively: a file that others can open has lost its writer.
        string temporary = $"{path}.{Guid.NewGuid():N}{FrameCacheFolder.Unfinished}";
        try
        {
            Fill(bytes.AsSpan(0, (int)Length(key)), key, values);
            FileStreamOptions own = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (FileStream file = new(temporary, own)) file.Write(bytes, 0, (int)Length(key));
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Verifies the checksum of the values. Reads all of them.</summary>
    public bool IsSound() => XxHash3.HashToUInt64(Values) == BinaryPrimitives.ReadUInt64LittleEndian(new(start + 16, 8));

    /// <summary>Copies the values.</summary>
    public void CopyTo(Span<float> values)
    {
        if (Key.Dtype == CacheDtype.Float16) HalfPrecision.Widen(MemoryMarshal.Cast<byte, Half>(Values), values);
        else MemoryMarshal.Cast<byte, float>(Values).CopyTo(values);
        // The system may keep the pages cached; they do not count as this process's memory until they are read again.
        if (OperatingSystem.IsLinux()) _ = Advise(start, (nuint)Length(Key), DoNotNeed);
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => view.Dispose();

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* start, nuint length, int advice);

    private static int HeaderBytes(FrameCacheKey key) => (FixedBytes + key.Facts.Length + Alignment - 1) / Alignment * Alignment;

    private static int ValueBytes(FrameCacheKey key) =>
        checked(key.Values * (key.Dtype == CacheDtype.Float16 ? sizeof(ushort) : sizeof(float)));

    private static void Fill(Span<byte> file, FrameCacheKey key, ReadOnlySpan<float> values)
    {
        Span<byte> header = file[..HeaderBytes(key)], content = file[HeaderBytes(key)..];
        if (key.Dtype == CacheDtype.Float16) HalfPrecision.Narrow(values, MemoryMarshal.Cast<byte, Half>(content));
        else MemoryMarshal.AsBytes(values).CopyTo(content);
        header.Clear();
        Mark.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], key.Facts.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], XxHash3.HashToUInt64(content));
        key.Facts.CopyTo(header[FixedBytes..]);
    }

    private bool Fits()
    {
        ReadOnlySpan<byte> header = new(start, HeaderBytes(Key));
        return header.StartsWith(Mark) && BinaryPrimitives.ReadInt32LittleEndian(header[8..]) == Key.Facts.Length
            && header.Slice(FixedBytes, Key.Facts.Length).SequenceEqual(Key.Facts);
    }
}
