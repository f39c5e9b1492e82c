using System.Globalization;
using System.Runtime.InteropServices;
using Angioboard.Core.Native;

namespace Angioboard.Core.Tests.Native;

public sealed unsafe class NativeHeapTests
{
    private const int Pieces = 50_000, PieceBytes = 4096;

    [Fact]
    public void Free_memory_between_used_blocks_is_returned_to_the_system()
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere nothing is done
        ClockOfOneTimer clock = new();
        using ITimer giving = NativeHeap.GiveBackEachMinute(clock);
        nint[] pieces = [.. Enumerable.Range(0, Pieces).Select(_ => Filled())];
        for (int i = 0; i < Pieces; i++)
        {
            if (i % 100 != 0) NativeMemory.Free((void*)pieces[i]);
        }
        long before = Resident();

        clock.Ring();

        long given = before - Resident();
        for (int i = 0; i < Pieces; i += 100) NativeMemory.Free((void*)pieces[i]);
        Assert.True(given > (long)Pieces * PieceBytes / 2, $"{given >> 20} MB were given back");
    }

    private static nint Filled()
    {
        byte* piece = (byte*)NativeMemory.Alloc(PieceBytes);
        new Span<byte>(piece, PieceBytes).Fill(1);
        return (nint)piece;
    }

    private static long Resident() => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private sealed class ClockOfOneTimer : TimeProvider
    {
        private Action ring = () => { };

        public void Ring() => ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ring = () => callback(state);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
