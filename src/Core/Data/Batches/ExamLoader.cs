using Angioboard.Core.Data.Augmentation;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using static TorchSharp.torch;

namespace Angioboard.Core.Data.Batches;

/// <summary>
/// Loads exams batch by batch, some batches ahead of the consumer, on background threads. The batches, their order and their bits do not
/// depend on the number of threads.
/// </summary>
/// <param name="exams">The data set.</param>
/// <param name="cache">Where frames come from.</param>
/// <param name="batchSize">Exams in a batch; the last one of a pass may have fewer.</param>
/// <param name="workers">Threads that decode and augment.</param>
/// <param name="ahead">Number of batches prepared while the consumer holds one.</param>
/// <param name="time">The clock for <see cref="DataWait"/>.</param>
/// <param name="device">The consumer's device; null for the CPU.</param>
public sealed class ExamLoader(
    IReadOnlyList<Exam> exams, FrameCache cache, int batchSize, int workers = 1, int ahead = 2, TimeProvider? time = null,
    Device? device = null)
{
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>Time that the consumer of the latest pass has waited for batches.</summary>
    public TimeSpan DataWait { get; private set; }

    /// <summary>
    /// One pass. The consumer disposes each batch; unused batches are freed when it leaves the loop. It must stay on its thread, because
    /// torch's dispose scopes and threads belong to one.
    /// </summary>
    /// <param name="order">Indices of exams in the data set, in the order to use.</param>
    /// <param name="firstBatch">Number of batches to skip at the start of the pass: those done before an interruption.</param>
    /// <param name="augmentation">Random augmentation; null for none.</param>
    /// <param name="cancellation">Ends the pass.</param>
    /// <exception cref="InputException">Frames of an exam cannot be decoded. Thrown when that exam's batch is due.</exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public IEnumerable<ExamBatch> Load(
        IReadOnlyList<int> order, int firstBatch = 0, RandomAugmentation? augmentation = null, CancellationToken cancellation = default)
    {
        DataWait = TimeSpan.Zero;
        int batches = (order.Count + batchSize - 1) / batchSize;
        Queue<Pending> pending = new();
        // The batches in preparation and the one that the consumer holds.
        using FrameBuffers buffers = new(device, ahead + 2);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        TaskFactory factory = new(stop.Token, TaskCreationOptions.None, TaskContinuationOptions.None,
            new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler);
        try
        {
            for (int batch = firstBatch, next = firstBatch; batch < batches; batch++)
            {
                for (; next < batches && next <= batch + ahead; next++)
                    pending.Enqueue(Start(factory, buffers, [.. order.Skip(next * batchSize).Take(batchSize)], next, augmentation));
                Await(pending.Peek(), cancellation);
                ExamBatch due = pending.Dequeue().Batch;
                due.Send();
                yield return due;
            }
        }
        finally
        {
            // No thread may write to memory that is about to be freed.
            stop.Cancel();
            foreach (Pending unread in pending)
            {
                Task.WhenAll(unread.Exams).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
                unread.Batch.Dispose();
            }
        }
    }

    private Pending Start(TaskFactory factory, FrameBuffers buffers, int[] positions, int index, RandomAugmentation? augmentation)
    {
        Exam[] members = [.. positions.Select(position => exams[position])];
        int[] lengths = [.. members.Select(cache.Count)];
        int size = cache.Options.ImageSize, area = size * size;
        ExamBatch batch = new(
            buffers, size,
            [.. lengths.Select(length => (long)length)],
            [.. members.Select(exam => exam.Label)],
            [.. members.Select(exam => exam.Name)]);
        int[] starts = [.. lengths.Select((_, i) => lengths.Take(i).Sum() * area)];
        return new(batch, [.. members.Select((exam, i) => factory.StartNew(() =>
        {
            Span<float> frames = batch.Values.Slice(starts[i], lengths[i] * area);
            cache.Read(exam, frames, factory.CancellationToken);
            augmentation?.Apply(frames, size, positions[i], index);
        }))]);
    }

    /// <summary>Returns when all exams of the batch are loaded; rethrows the exception of the first failed exam.</summary>
    private void Await(Pending batch, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        foreach (Task exam in batch.Exams)
        {
            Task.WaitAny([exam], cancellation);
            exam.GetAwaiter().GetResult();
        }
        DataWait += time.GetElapsedTime(start);
    }

    private sealed record Pending(ExamBatch Batch, Task[] Exams);
}
