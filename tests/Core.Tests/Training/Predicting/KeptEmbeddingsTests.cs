using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Predicting;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Predicting;

/// <summary>Embeddings of a frozen backbone, shared by runs. Run alone in the process, since they depend on torch's threads.</summary>
[Collection(nameof(TrainerTests))]
public sealed class KeptEmbeddingsTests : IClassFixture<TinyStudy>, IDisposable
{
    private const int Chunk = 3; // fewer than the frames of an exam

    private readonly TemporaryFolder folder = new();
    private readonly RunSettings settings;
    private readonly Exam[] exams;
    private long computed;

    public KeptEmbeddingsTests(TinyStudy study)
    {
        settings = study.Settings;
        exams = [.. study.Index(settings).Splits.SelectMany(split => split.Exams)];
        set_num_threads(1);
    }

    private static ChannelStatistics Grey => ChannelStatistics.Grey(0.5, 0.5);

    private string Kept => folder.File("cache");

    private string[] Files => [.. Directory.GetFiles(Kept, "*.embeddings").Order(StringComparer.Ordinal)];

    private long AllFrames => exams.Sum(exam => (long)new FrameCache(settings.FrameOptions()).Count(exam));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Embeddings_of_an_exam_do_not_depend_on_the_others()
    {
        using ViTGru model = ModelFactory.Create(settings, Grey);
        Exam[] reversed = [.. exams.Reverse()];

        float[][] all = Embed(model, null, exams), turned = Embed(model, null, reversed), second = Embed(model, null, exams[1..2]);

        Assert.Equal(all, turned.Reverse());
        Assert.Equal(all[1], second.Single());
    }

    [Fact]
    public void A_later_run_with_other_folds_computes_nothing_and_reads_the_same_bits()
    {
        using ViTGru model = ModelFactory.Create(settings, Grey), same = ModelFactory.Create(settings with { Seed = 9 }, Grey);
        same.Backbone.load_state_dict(model.Backbone.state_dict());
        float[][] without = Embed(model, null, exams);
        computed = 0;

        float[][] first = Embed(model, Store(), exams);
        Assert.Equal(AllFrames, computed);
        float[][] later = Embed(same, Store(), [.. exams.Reverse().Skip(1)]);

        Assert.Equal(AllFrames, computed);
        Assert.Equal(without, first);
        Assert.Equal(without.Reverse().Skip(1), later);
        Assert.Equal(exams.Length, Files.Length);
    }

    [Theory]
    [InlineData("weight")]
    [InlineData("normalizer")]
    [InlineData("precision")]
    [InlineData("threads")]
    [InlineData("chunk")]
    public void What_changes_the_bits_is_computed_again(string what)
    {
        using ViTGru model = ModelFactory.Create(settings, Grey);
        Embed(model, Store(), exams);
        RunSettings changed = what == "precision" ? settings with { Precision = Precision.Bf16 } : settings;
        using ViTGru other = ModelFactory.Create(
            changed, what == "normalizer" ? ChannelStatistics.Grey(0.5, Math.BitIncrement(0.5)) : Grey);
        other.load_state_dict(model.state_dict());
        if (what == "weight") ChangeOneBit(other);
        if (what == "threads") set_num_threads(2);
        computed = 0;

        float[][] kept = Embed(other, Store(), exams, changed, what == "chunk" ? Chunk - 1 : Chunk);

        Assert.Equal(AllFrames, computed);
        Assert.Equal(Embed(other, null, exams, changed, what == "chunk" ? Chunk - 1 : Chunk), kept);
    }

    [Fact]
    public void A_chunk_that_holds_the_whole_exam_does_not_count()
    {
        using ViTGru model = ModelFactory.Create(settings, Grey);
        Embed(model, Store(), exams, chunk: 8);
        computed = 0;

        Embed(model, Store(), exams, chunk: 16);

        Assert.Equal(0, computed);
    }

    [Fact]
    public void A_damaged_or_unfinished_file_is_computed_again()
    {
        using ViTGru model = ModelFactory.Create(settings, Grey);
        float[][] first = Embed(model, Store(), exams);
        byte[] damaged = File.ReadAllBytes(Files[0]);
        damaged[^1] ^= 1;
        File.WriteAllBytes(Files[0], damaged);
        File.WriteAllBytes(Files[1], File.ReadAllBytes(Files[1])[..^8]);
        computed = 0;

        float[][] later = Embed(model, Store(), exams);
        long again = computed;
        Embed(model, Store(), exams);

        Assert.Equal(first, later);
        Assert.InRange(again, 2, 2 * settings.MaxFrames!.Value);
        Assert.Equal(again, computed);
    }

    [Fact]
    public void Frames_that_change_are_embedded_again_and_replace_the_old_embeddings()
    {
        using TinyStudy own = new();
        Exam[] copies = [.. own.Index(own.Settings).Splits[0].Exams.Take(2)];
        using ViTGru model = ModelFactory.Create(settings, Grey);
        float[][] before = Embed(model, Store(), copies);
        foreach (string frame in copies[0].Frames) File.Copy(copies[1].Frames[0], frame, overwrite: true);
        computed = 0;

        float[][] after = Embed(model, Store(), copies);

        Assert.Equal(new FrameCache(settings.FrameOptions()).Count(copies[0]), computed);
        Assert.NotEqual(before[0], after[0]);
        Assert.Equal(Embed(model, null, copies), after);
        Assert.Equal(2, Files.Length);
    }

    [Fact]
    public void Frames_that_change_while_they_are_embedded_are_not_kept()
    {
        using TinyStudy own = new();
        Exam[] copies = [.. own.Index(own.Settings).Splits[0].Exams.Take(1)];
        using ViTGru model = ModelFactory.Create(settings, Grey);
        Embed(model, Store(), copies);
        foreach (string file in Directory.GetFiles(Kept))
        {
            byte[] damaged = File.ReadAllBytes(file);
            damaged[^1] ^= 1;
            File.WriteAllBytes(file, damaged);
        }
        FrameCacheFolder store = Store();
        FrameCache cache = new(settings.FrameOptions(), store: store);
        FrameCacheKey key = cache.StoredKey(copies[0])!;
        // The damaged file of frames is found when they are read; by then they are others.
        File.Copy(own.Index(own.Settings).Splits[0].Exams[1].Frames[0], copies[0].Frames[0], overwrite: true);

        EmbedFrom(cache, model, copies, settings, Chunk);

        Assert.NotEqual(key.Facts, cache.StoredKey(copies[0])!.Facts);
        computed = 0;
        float[][] later = Embed(model, Store(), copies);
        Assert.NotEqual(0, computed);
        Assert.Equal(Embed(model, null, copies), later);
    }

    [Fact]
    public void The_limit_removes_the_embeddings_unused_for_longest()
    {
        using ViTGru old = ModelFactory.Create(settings, Grey), model = ModelFactory.Create(settings with { Seed = 9 }, Grey);
        ChangeOneBit(model);
        Embed(old, Store(), exams);
        string[] before = Files;
        foreach (string file in before) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-1));
        long full = Directory.GetFiles(Kept).Sum(file => new FileInfo(file).Length);
        computed = 0;

        Embed(model, Store(full), exams);
        Embed(model, Store(full), exams);

        Assert.Equal(AllFrames, computed);
        Assert.InRange(Directory.GetFiles(Kept).Sum(file => new FileInfo(file).Length), 1, full);
        Assert.True(Files.Intersect(before).Count() < before.Length);
    }

    private static void ChangeOneBit(ViTGru model)
    {
        using IDisposable grad = no_grad();
        using Tensor weight = model.Backbone.parameters().Last().flatten().narrow(0, 0, 1);
        weight.copy_(tensor(MathF.BitIncrement(weight.ToSingle())));
    }

    private FrameCacheFolder Store(long? bytes = null) => new(new FrameCacheOptions(Kept, bytes));

    private float[][] Embed(
        ViTGru model, FrameCacheFolder? store, IReadOnlyList<Exam> of, RunSettings? used = null, int chunk = Chunk) =>
        EmbedFrom(new FrameCache(settings.FrameOptions(), store: store), model, of, used ?? settings, chunk);

    private float[][] EmbedFrom(FrameCache cache, ViTGru model, IReadOnlyList<Exam> of, RunSettings used, int chunk)
    {
        FrameEmbedder embedder = new(
            frames =>
            {
                computed += frames.shape[0];
                return model.Embed(frames);
            },
            model.Spec.Backbone.Dim, chunk, cache, used, CPU);
        using FrozenBackbone backbone = new(model, embedder, CPU);
        using DisposeScope scope = NewDisposeScope();
        return
        [
            .. backbone.Of(of, null, TestContext.Current.CancellationToken)!.SelectMany(group =>
                group.Embeddings.split(group.Lengths).Select(exam => exam.contiguous().data<float>().ToArray())),
        ];
    }
}
