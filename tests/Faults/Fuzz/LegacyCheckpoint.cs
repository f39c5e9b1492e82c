using System.Buffers.Binary;

namespace Angioboard.Faults.Fuzz;

/// <summary>
/// A file as PyTorch wrote it before 1.6: {'state_dict': {'a.weight': a float32 tensor of 3 × 4}, 'epoch': 2, 'global_step': 9}.
/// </summary>
internal static class LegacyCheckpoint
{
    public static byte[] Bytes()
    {
        byte[] count = new byte[8], numbers = new byte[48];
        BinaryPrimitives.WriteInt64LittleEndian(count, 12);
        for (int i = 0; i < 12; i++) BinaryPrimitives.WriteSingleLittleEndian(numbers.AsSpan(4 * i), i / 7f);
        return
        [
            .. Magic, .. Start, .. "M"u8, 0xe9, 3, .. "."u8,
            .. Start, .. "}q\0(X\x10\0\0\0protocol_versionM"u8, 0xe9, 3, .. "X\r\0\0\0little_endian"u8, 0x88, .. "u."u8,
            .. Start,
            .. "}q\0(X\n\0\0\0state_dict}q\x1X\b\0\0\0a.weightctorch._utils\n_rebuild_tensor_v2\n((X\a\0\0\0storage"u8,
            .. "ctorch\nFloatStorage\nX\x1\0\0\00X\x3\0\0\0cpuK\fNt"u8,
            .. "QK\0K\x3K\x4"u8, 0x86, .. "K\x4K\x1"u8, 0x86, 0x89,
            .. "ccollections\nOrderedDict\n)RtRsX\x5\0\0\0epochK\x2X\v\0\0\0global_stepK\tu."u8,
            .. Start, .. "]q\0X\x1\0\0\00a."u8,
            .. count, .. numbers,
        ];
    }

    private static ReadOnlySpan<byte> Start => [0x80, 2];

    // 0x1950a86a20f9469cfc6c as a pickle.
    private static ReadOnlySpan<byte> Magic => [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
}
