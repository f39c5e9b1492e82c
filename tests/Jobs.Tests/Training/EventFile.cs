using System.Buffers.Binary;
using Tensorboard;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>
/// Reads a TensorBoard event file as TensorBoard does: records of length, masked CRC-32C of the length, an Event, masked CRC-32C of it.
/// </summary>
internal static class EventFile
{
    public static IEnumerable<(string Tag, long Step, float Value)> Scalars(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        List<Event> events = [];
        int at = 0;
        while (at < file.Length)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] record = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            events.Add(Event.Parser.ParseFrom(record));
            at += 16 + length;
        }
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        return [.. events.Skip(1).SelectMany(e => e.Summary.Value.Select(value => (value.Tag, e.Step, value.SimpleValue)))];
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82f63b78u & (0u - (crc & 1)));
        }
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
