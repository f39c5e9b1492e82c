using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// A stage of work in pieces that threads take in order. Another stage may need some of them: it waits only for these, and rarely, because
/// they started earlier.
/// </summary>
internal sealed class ParallelStage
{
    private readonly bool[] done;
    private readonly Action some; // runs pieces until none is left
    private int taken = -1;

    private ParallelStage(int count, Func<ParallelStage, Action> some) => (done, this.some) = (new bool[count], some(this));

    /// <summary>A stage whose pieces need no scratch memory.</summary>
    public static ParallelStage Of(int count, Action<int> piece) => new(count, work => () =>
    {
        while (work.Take() is int index) work.Do(index, piece);
    });

    /// <summary>A stage whose pieces use scratch memory that each thread allocates.</summary>
    public static ParallelStage Of<T>(int count, Func<T> memory, Action<int, T> piece) where T : class, IDisposable =>
        new(count, work => () =>
    {
        T? own = null;
        try
        {
            while (work.Take() is int index) work.Do(index, taken => piece(taken, own ??= memory()));
        }
        finally
        {
            own?.Dispose();
        }
    });

    /// <summary>
    /// Runs stages in order on as many threads as libtorch may use here: a thread that finds no piece left continues with the next stage. A
    /// stage may wait only for earlier ones.
    /// </summary>
    public static void Run(params ParallelStage[] works)
    {
        int threads = get_num_threads();
        try
        {
            if (threads > 1) Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Each());
            else Each();
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]); // as on one thread
        }

        void Each()
        {
            foreach (ParallelStage work in works) work.some();
        }
    }

    /// <summary>Waits until all pieces are done.</summary>
    public void Wait() => Wait(0, done.Length - 1);

    /// <summary>Waits until some pieces are done.</summary>
    public void Wait(int first, int last)
    {
        SpinWait spin = default;
        for (int index = first; index <= last; index++)
        {
            // without sleeping: it takes less than a millisecond
            while (!Volatile.Read(ref done[index])) spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private int? Take()
    {
        int index = Interlocked.Increment(ref taken);
        return index < done.Length ? index : null;
    }

    private void Do(int index, Action<int> piece)
    {
        try
        {
            piece(index);
        }
        finally
        {
            Volatile.Write(ref done[index], true); // also after a failure: Run throws once all threads have ended
        }
    }
}
