using System.Diagnostics;
using Angioboard.Core.Data.Augmentation;
using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Data.Batches;

public sealed class ExamLoaderTests
{
    private static readonly int[] Order = [6, 2, 0, 7, 5, 1, 3, 4];

    private static readonly RandomAugmentation Augmentation = new(new AugmentationOptions(), AugmentationScope.Frame, 42, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly FrameCache cache = new(GoldenExams.Options);

    [Fact]
    public void A_pass_gives_every_exam_in_order_without_padding()
    {
        ExamLoader loader = new(GoldenExams.All, cache, batchSize: 3);

        List<ExamBatch> batches = [.. loader.Load(Order, cancellation: Token)];

        Assert.Equal(Order.Select(i => GoldenExams.All[i].Name), batches.SelectMany(batch => batch.Names));
        Assert.Equal(Order.Select(i => GoldenExams.All[i].Label), batches.SelectMany(batch => batch.Labels));
        Assert.Equal([3, 3, 2], batches.Select(batch => batch.Names.Length));
        Assert.All(batches, batch => Assert.Equal(batch.Lengths.Sum(), batch.Frames.shape[0]));
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(cat([.. Order[..3].Select(i => cache.Get(GoldenExams.All[i], Token))]).bytes, batches[0].Frames.bytes);
        batches.ForEach(batch => batch.Dispose());
    }

    [Fact]
    public void Batches_are_the_same_with_any_number_of_workers()
    {
        byte[][] one = Bytes(new ExamLoader(GoldenExams.All, cache, 2).Load(Order, augmentation: Augmentation, cancellation: Token));

        foreach (int workers in (int[])[2, 5])
        {
            FrameCache fresh = new(GoldenExams.Options, byteLimit: 100_000);
            ExamLoader loader = new(GoldenExams.All, fresh, 2, workers, ahead: 3);

            byte[][] several = Bytes(loader.Load(Order, augmentation: Augmentation, cancellation: Token));

            Assert.Equal(one, several);
        }
        Assert.NotEqual(one, Bytes(new ExamLoader(GoldenExams.All, cache, 2).Load(Order, cancellation: Token)));
    }

    [Theory]
    [InlineData(AugmentationScope.Frame)]
    [InlineData(AugmentationScope.Exam)]
    [InlineData(AugmentationScope.Batch)]
    public void A_pass_that_starts_later_gives_the_remaining_batches(AugmentationScope scope)
    {
        RandomAugmentation augmentation = new(new AugmentationOptions(), scope, 42, 1);
        ExamLoader loader = new(GoldenExams.All, cache, 3);
        byte[][] whole = Bytes(loader.Load(Order, augmentation: augmentation, cancellation: Token));

        byte[][] rest = Bytes(loader.Load(Order, firstBatch: 1, augmentation, Token));

        Assert.Equal(whole[1..], rest);
    }

    [Fact]
    public void A_broken_exam_stops_the_pass_when_its_batch_is_due()
    {
        using TemporaryFolder folder = new();
        Exam[] exams = [.. GoldenExams.All.Select(exam => GoldenExams.CopyTo(folder, exam))];
        File.WriteAllText(exams[7].Frames[^1], "no picture");
        using IEnumerator<ExamBatch> pass = new ExamLoader(exams, cache, 2, workers: 2).Load(Order, cancellation: Token).GetEnumerator();

        Assert.True(pass.MoveNext());
        pass.Current.Dispose();
        InputException error = Assert.Throws<InputException>(() => pass.MoveNext());

        Assert.Contains(exams[7].Frames[^1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_pass_ends_and_the_cache_stays_usable()
    {
        using CancellationTokenSource cancellation = new();
        ExamLoader loader = new(GoldenExams.All, cache, 1, ahead: 4);
        using IEnumerator<ExamBatch> pass = loader.Load(Order, cancellation: cancellation.Token).GetEnumerator();
        pass.MoveNext();
        pass.Current.Dispose();

        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => pass.MoveNext());
        Assert.Equal(8, Bytes(loader.Load(Order, cancellation: Token)).Length);
    }

    [Fact]
    public void Live_tensors_do_not_grow_with_passes_whether_read_to_the_end_or_left()
    {
        ExamLoader loader = new(GoldenExams.All, cache, 2, workers: 2, ahead: 3);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (int pass = 0; pass < 10; pass++)
        {
            using DisposeScope scope = NewDisposeScope();
            foreach (ExamBatch batch in loader.Load(Order, augmentation: Augmentation, cancellation: Token))
            {
                using (batch) Assert.Equal(0, scope.DisposablesCount);
                if (pass % 2 == 1) break;
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_memory_of_a_disposed_batch_is_used_again()
    {
        ExamLoader loader = new(GoldenExams.All, cache, 1, workers: 2, ahead: 1);
        HashSet<nint> places = [];

        for (int pass = 0; pass < 2; pass++)
        {
            places.Clear();
            foreach (ExamBatch batch in loader.Load([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], cancellation: Token))
                using (batch) places.Add(Place(batch));
        }

        // The current batch, and the one loaded ahead.
        Assert.InRange(places.Count, 1, 2);
    }

    [Fact]
    public void Batches_that_are_kept_are_not_overwritten()
    {
        byte[][] read = Bytes(new ExamLoader(GoldenExams.All, cache, 1).Load(Order, cancellation: Token));

        List<ExamBatch> kept = [.. new ExamLoader(GoldenExams.All, cache, 1).Load(Order, cancellation: Token)];

        Assert.Equal(read, kept.Select(batch => batch.Frames.bytes.ToArray()));
        kept.ForEach(batch => batch.Dispose());
    }

    [Fact]
    public void The_wait_for_data_is_measured_and_shorter_than_the_pass()
    {
        ExamLoader loader = new(GoldenExams.All, new FrameCache(GoldenExams.Options), 8);
        Stopwatch watch = Stopwatch.StartNew();

        foreach (ExamBatch batch in loader.Load(Order, cancellation: Token)) batch.Dispose();

        Assert.InRange(loader.DataWait, TimeSpan.FromTicks(1), watch.Elapsed);
    }

    private static unsafe nint Place(ExamBatch batch)
    {
        fixed (byte* first = batch.Frames.bytes) return (nint)first;
    }

    private static byte[][] Bytes(IEnumerable<ExamBatch> pass)
    {
        List<byte[]> bytes = [];
        foreach (ExamBatch batch in pass)
            using (batch) bytes.Add(batch.Frames.bytes.ToArray());
        return [.. bytes];
    }
}
