using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Work that falls into many independent pieces, on as many threads as libtorch may use here.</summary>
internal static class Workers
{
    /// <summary>Does each piece once, neighbours at about the same time.</summary>
    public static void ForEach(int count, Action<int> work)
    {
        int taken = -1;
        OnEachThread(count, () =>
        {
            for (int index = Interlocked.Increment(ref taken); index < count; index = Interlocked.Increment(ref taken)) work(index);
        });
    }

    /// <summary>Does each piece once, neighbours at about the same time, in memory that each thread makes for itself.</summary>
    public static void ForEach<T>(int count, Func<T> memory, Action<int, T> work) where T : IDisposable
    {
        int taken = -1;
        OnEachThread(count, () =>
        {
            using T own = memory();
            for (int index = Interlocked.Increment(ref taken); index < count; index = Interlocked.Increment(ref taken)) work(index, own);
        });
    }

    private static void OnEachThread(int count, Action work)
    {
        int threads = Math.Min(get_num_threads(), count);
        if (threads > 1) Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => work());
        else work();
    }
}
