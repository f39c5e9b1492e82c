using System.Collections.Concurrent;
using Angioboard.Core.Models.Kernels;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models.Kernels;

public sealed class WorkTests
{
    [Fact]
    public void Each_work_item_is_done_once()
    {
        int[] times = new int[1000];

        ParallelStage.Run(ParallelStage.Of(times.Length, index => Interlocked.Increment(ref times[index])));

        Assert.All(times, time => Assert.Equal(1, time));
    }

    [Fact]
    public void A_work_item_runs_after_those_it_waits_for()
    {
        const int Count = 200;
        bool[] first = new bool[Count], second = new bool[Count], third = new bool[Count];
        ParallelStage before = ParallelStage.Of(Count, index =>
        {
            Thread.SpinWait(index % 7 * 1000); // so that they do not end in order
            first[index] = true;
        });
        ParallelStage middle = ParallelStage.Of(Count, index =>
        {
            before.Wait(index, Math.Min(index + 1, Count - 1));
            second[index] = first[index] && first[Math.Min(index + 1, Count - 1)];
        });
        ParallelStage after = ParallelStage.Of(Count, index =>
        {
            middle.Wait();
            third[index] = second.All(value => value);
        });

        ParallelStage.Run(before, middle, after);

        Assert.All(third, Assert.True);
    }

    [Fact]
    public void One_thread_does_them_in_order()
    {
        List<string> order = [];
        int threads = get_num_threads();
        set_num_threads(1);
        try
        {
            ParallelStage first = ParallelStage.Of(2, index => order.Add($"first {index}"));
            ParallelStage.Run(first, ParallelStage.Of(2, index =>
            {
                first.Wait();
                order.Add($"second {index}");
            }));
        }
        finally
        {
            set_num_threads(threads);
        }

        Assert.Equal(["first 0", "first 1", "second 0", "second 1"], order);
    }

    [Fact]
    public void Memory_is_allocated_once_per_thread_and_freed()
    {
        ConcurrentBag<Memory> made = [];
        Memory Make()
        {
            Memory memory = new();
            made.Add(memory);
            return memory;
        }

        ParallelStage.Run(ParallelStage.Of(100, Make, (_, memory) => Assert.False(memory.Gone)));

        Assert.InRange(made.Count, 1, get_num_threads());
        Assert.All(made, memory => Assert.True(memory.Gone));
    }

    [Fact]
    public void A_failed_allocation_is_reported_and_nothing_waits_forever()
    {
        ParallelStage failing = ParallelStage.Of<Memory>(50, () => throw new InsufficientMemoryException("none left"), (_, _) => { });
        ParallelStage waiting = ParallelStage.Of(50, _ => failing.Wait());

        OutOfMemoryException error = Assert.ThrowsAny<OutOfMemoryException>(() => ParallelStage.Run(failing, waiting));

        Assert.Equal("none left", error.Message);
    }

    private sealed class Memory : IDisposable
    {
        public bool Gone { get; private set; }

        public void Dispose() => Gone = true;
    }
}
