using System.Buffers.Binary;

namespace Angioboard.Dashboard.Viewer;

/// <summary>
/// A WebP file of several pictures (the extended format of RFC 9649). ImageSharp 2 encodes single pictures only; their bit streams are put
/// into one file here, as they are.
/// </summary>
/// <param name="width">Width of each picture, pixels.</param>
/// <param name="height">Height of each picture, pixels.</param>
/// <param name="duration">How long each is shown.</param>
internal sealed class AnimatedWebp(int width, int height, TimeSpan duration)
{
    private const int RiffHeader = 12, ChunkHeader = 8;
    private const byte HasAnimation = 0b10, NeitherBlended = 0b10;

    private readonly List<byte[]> frames = [];

    /// <summary>Adds a picture.</summary>
    /// <param name="file">A WebP file of this one picture, without transparency.</param>
    public void Add(byte[] file)
    {
        for (int at = RiffHeader; at + ChunkHeader <= file.Length;)
        {
            int end = at + ChunkHeader + Padded((int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4)));
            if (file.AsSpan(at, 4).SequenceEqual("VP8 "u8) || file.AsSpan(at, 4).SequenceEqual("VP8L"u8))
            {
                frames.Add(file[at..Math.Min(end, file.Length)]);
                return;
            }
            at = end;
        }
        throw new ArgumentException("no picture in this WebP file", nameof(file));
    }

    /// <summary>The file; it repeats without end.</summary>
    public byte[] ToArray()
    {
        using MemoryStream body = new();
        body.Write("WEBP"u8);
        Write(body, "VP8X"u8, [HasAnimation, 0, 0, 0, .. Three(width - 1), .. Three(height - 1)]);
        // Background: opaque black, blue first; then the number of turns, 0 for no end.
        Write(body, "ANIM"u8, [0, 0, 0, 255, 0, 0]);
        foreach (byte[] frame in frames)
        {
            byte[] corner = [.. Three(0), .. Three(0)], size = [.. Three(width - 1), .. Three(height - 1)];
            Write(body, "ANMF"u8, [.. corner, .. size, .. Three((int)duration.TotalMilliseconds), NeitherBlended, .. frame]);
        }
        using MemoryStream file = new();
        Write(file, "RIFF"u8, body.GetBuffer().AsSpan(0, (int)body.Length));
        return file.ToArray();
    }

    private static void Write(Stream output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)content.Length);
        output.Write(name);
        output.Write(length);
        output.Write(content);
        if (content.Length % 2 == 1) output.WriteByte(0);
    }

    private static int Padded(int length) => length + length % 2;

    private static byte[] Three(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
