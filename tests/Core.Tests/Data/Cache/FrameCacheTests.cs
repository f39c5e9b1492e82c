using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Data.Cache;

public sealed class FrameCacheTests
{
    private const long BytesOfFourFrames = 4 * 48 * 48 * sizeof(float);

    private static readonly Exam Exam = GoldenExams.All[0];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Frames_are_those_that_are_selected_decoded_and_transformed()
    {
        using DisposeScope scope = NewDisposeScope();
        int[] selected = FrameSelection.Select(9, 4, FrameSpan.Uniform);
        GrayFrame[] frames = [.. selected.Select(i => FrameDecoder.Decode(Exam.Frames[i], Modality.FA, 50))];

        Tensor cached = new FrameCache(GoldenExams.Options).Get(Exam, Token);

        Assert.Equal(ModelTransforms.Transform(frames, 48).bytes, cached.bytes);
        Assert.Equal([4, 1, 48, 48], cached.shape.AsSpan());
    }

    [Fact]
    public void An_exam_that_fits_is_decoded_once()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        Exam exam = GoldenExams.CopyTo(folder, Exam);
        FrameCache cache = new(GoldenExams.Options, BytesOfFourFrames);
        Tensor first = cache.Get(exam, Token);
        Directory.Delete(folder.File(exam.Name), recursive: true);

        Tensor second = cache.Get(exam, Token);

        Assert.Equal(first.bytes, second.bytes);
        Assert.Equal(BytesOfFourFrames, cache.Bytes);
    }

    [Fact]
    public void An_exam_that_does_not_fit_is_decoded_again()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        Exam exam = GoldenExams.CopyTo(folder, Exam);
        FrameCache cache = new(GoldenExams.Options, BytesOfFourFrames - 1);
        Tensor first = cache.Get(exam, Token), second = cache.Get(exam, Token);
        Directory.Delete(folder.File(exam.Name), recursive: true);

        Assert.Equal(first.bytes, second.bytes);
        Assert.Equal(0, cache.Bytes);
        Assert.Throws<InputException>(() => cache.Get(exam, Token));
    }

    [Fact]
    public void Changes_to_returned_frames_do_not_reach_the_cache()
    {
        using DisposeScope scope = NewDisposeScope();
        FrameCache cache = new(GoldenExams.Options);
        byte[] before = cache.Get(Exam, Token).bytes.ToArray();
        cache.Get(Exam, Token).zero_();

        Tensor after = cache.Get(Exam, Token);

        Assert.Equal(before, after.bytes.ToArray());
    }

    [Fact]
    public void Concurrent_requests_share_one_decoding()
    {
        FrameCache cache = new(GoldenExams.Options);
        float[][] read = new float[16][];

        Parallel.For(0, read.Length, new ParallelOptions { CancellationToken = Token }, i =>
        {
            Exam exam = GoldenExams.All[i % 2];
            read[i] = new float[cache.Count(exam) * 48 * 48];
            cache.Read(exam, read[i], Token);
        });

        Assert.All(Enumerable.Range(2, 14), i => Assert.Equal(read[i % 2], read[i]));
        Assert.Equal(2 * BytesOfFourFrames, cache.Bytes);
    }

    [Fact]
    public void All_broken_frames_of_an_exam_are_named_and_replacing_them_is_enough()
    {
        using TemporaryFolder folder = new();
        Exam exam = GoldenExams.CopyTo(folder, Exam);
        FrameCache cache = new(GoldenExams.Options with { MaxFrames = null });
        foreach (int broken in (int[])[2, 5]) File.WriteAllBytes(exam.Frames[broken], []);

        InputException error = Assert.Throws<InputException>(() => cache.Get(exam, Token));
        foreach (int broken in (int[])[2, 5]) File.Copy(Exam.Frames[broken], exam.Frames[broken], overwrite: true);
        using Tensor mended = cache.Get(exam, Token);

        Assert.Equal(2, error.Problems.Count);
        Assert.Contains(exam.Frames[2], error.Problems[0], StringComparison.Ordinal);
        Assert.Contains(exam.Frames[5], error.Problems[1], StringComparison.Ordinal);
        Assert.Equal(9, mended.shape[0]);
    }
}
