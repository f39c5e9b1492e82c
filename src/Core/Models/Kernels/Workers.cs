using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Work that falls into many independent pieces, on as many threads as libtorch may use here.</summary>
internal static class Workers
{
    /// <summary>Does works one after another: a thread that finds no piece left of one goes on to the next, without waiting for the others.</summary>
    public static void Run(params Action[] works)
    {
        int threads = get_num_threads();
        if (threads > 1) Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Each());
        else Each();

        void Each()
        {
            foreach (Action work in works) work();
        }
    }

    /// <summary>A work: each piece once, neighbours at about the same time.</summary>
    public static Action Pieces(int count, Action<int> work)
    {
        int taken = -1;
        return () =>
        {
            for (int index = Interlocked.Increment(ref taken); index < count; index = Interlocked.Increment(ref taken)) work(index);
        };
    }

    /// <summary>A work in memory that each thread makes for itself.</summary>
    public static Action Pieces<T>(int count, Func<T> memory, Action<int, T> work) where T : IDisposable
    {
        int taken = -1;
        return () =>
        {
            int index = Interlocked.Increment(ref taken);
            if (index >= count) return;
            using T own = memory();
            for (; index < count; index = Interlocked.Increment(ref taken)) work(index, own);
        };
    }
}
