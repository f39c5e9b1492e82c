using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>
/// Caches the embeddings while the backbone is frozen: each exam is embedded once and kept on the device, because the frames are not
/// augmented. Other runs with the same backbone read them from a folder.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="embedder">Embeds exams with its backbone.</param>
/// <param name="device">Where the model is.</param>
/// <param name="most">Maximum size in bytes of a split's embeddings to keep.</param>
internal sealed class FrozenBackbone(ViTGru model, FrameEmbedder embedder, Device device, long most = FrozenBackbone.MostBytes)
    : IDisposable
{
    /// <summary>A gibibyte: 700,000 frames of ViT-small. The same on every machine, because it affects what is computed together.</summary>
    public const long MostBytes = 1L << 30;

    private readonly Dictionary<IReadOnlyList<Exam>, EmbeddedExams[]> kept = new(ReferenceEqualityComparer.Instance);
    private Lazy<KeptEmbeddings?> shared = new(() => embedder.Kept(model));

    /// <summary>The embeddings of a split, in order; null if they are too large to keep.</summary>
    /// <param name="exams">The split.</param>
    /// <param name="progressed">Receives the number of exams done after each chunk of frames, if they must be computed.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    public IReadOnlyList<EmbeddedExams>? Of(IReadOnlyList<Exam> exams, Action<int>? progressed, CancellationToken cancellation)
    {
        if (kept.TryGetValue(exams, out EmbeddedExams[]? there)) return there;
        if (embedder.Bytes(exams) > most) return null;
        List<EmbeddedExams> groups = [];
        try
        {
            foreach (EmbeddedExams group in embedder.EmbedSingly(exams, shared.Value, progressed, cancellation)) groups.Add(group);
            return kept[exams] = [.. groups];
        }
        finally
        {
            if (!kept.ContainsKey(exams)) groups.ForEach(group => group.Dispose());
        }
    }

    /// <summary>
    /// One pass over a split as <see cref="ExamLoader.Load"/> makes it, with embeddings (ΣT, D) in place of frames. The consumer disposes
    /// each batch.
    /// </summary>
    /// <param name="exams">The split.</param>
    /// <param name="loader">Loads the batches if the embeddings are too large to keep.</param>
    /// <param name="order">Indices of exams in the split, in the order to use.</param>
    /// <param name="batchSize">Exams in a batch.</param>
    /// <param name="firstBatch">Number of batches to skip at the start of the pass.</param>
    public IEnumerable<ExamBatch> Load(IReadOnlyList<Exam> exams, ExamLoader loader, int[] order, int batchSize, int firstBatch)
    {
        return kept.TryGetValue(exams, out EmbeddedExams[]? groups)
            ? OnOneThread(Together(exams, groups, order.Chunk(batchSize).Skip(firstBatch)))
            : Embedded(loader, order, firstBatch);
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    /// <summary>Clears the cache: the backbone is trained from here on.</summary>
    public void Forget()
    {
        foreach (EmbeddedExams group in kept.Values.SelectMany(groups => groups)) group.Dispose();
        kept.Clear();
        shared = new(() => embedder.Kept(model));
    }

    private static IEnumerable<(EmbeddedExams, long, long)> Parts(EmbeddedExams group)
    {
        long start = 0;
        foreach (long length in group.Lengths)
        {
            yield return (group, start, length);
            start += length;
        }
    }

    // For a few exams, threads cost more than they save: a step is 1.3 to 2 times as fast on one thread as on two.
    private static IEnumerable<ExamBatch> OnOneThread(IEnumerable<ExamBatch> batches)
    {
        int threads = get_num_threads();
        set_num_threads(1);
        try
        {
            foreach (ExamBatch batch in batches) yield return batch;
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static IEnumerable<ExamBatch> Together(IReadOnlyList<Exam> exams, EmbeddedExams[] groups, IEnumerable<int[]> batches)
    {
        (EmbeddedExams Group, long Start, long Length)[] parts = [.. groups.SelectMany(Parts)];
        return batches.Select(batch => new ExamBatch(
            Together(batch.Select(i => parts[i])),
            [.. batch.Select(i => parts[i].Length)],
            [.. batch.Select(i => exams[i].Label)],
            [.. batch.Select(i => exams[i].Name)]));
    }

    private static Tensor Together(IEnumerable<(EmbeddedExams Group, long Start, long Length)> exams)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. exams.Select(exam => exam.Group.Embeddings.narrow(0, exam.Start, exam.Length))]).MoveToOuterDisposeScope();
    }

    private IEnumerable<ExamBatch> Embedded(ExamLoader loader, int[] order, int firstBatch)
    {
        foreach (ExamBatch batch in loader.Load(order, firstBatch, augmentation: null, cancellation: CancellationToken.None))
        {
            using ExamBatch frames = batch;
            yield return new ExamBatch(Embed(batch.Frames), batch.Lengths, batch.Labels, batch.Names);
        }
    }

    private Tensor Embed(Tensor frames)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        return model.Embed(frames.to(device)).MoveToOuterDisposeScope();
    }
}
