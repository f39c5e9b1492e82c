using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>
/// Embeddings by one frozen backbone in the folder of the frame cache, one file per exam, shared by runs and processes that would compute
/// the same bits. Only exams whose frames are in that folder have one.
/// </summary>
internal sealed class KeptEmbeddings
{
    private readonly FrameCache frames;
    private readonly FrameCacheFolder folder;
    private readonly string encoder;
    private readonly int dim;

    private KeptEmbeddings(FrameCache frames, FrameCacheFolder folder, string encoder, int dim) =>
        (this.frames, this.folder, this.encoder, this.dim) = (frames, folder, encoder, dim);

    /// <summary>Those by the backbone with its present weights; null if frames are not cached in a folder, or no longer.</summary>
    public static KeptEmbeddings? Of(ViTGru model, FrameCache frames, RunSettings settings, Device device) =>
        frames.Store is { Trouble: null } folder
            ? new KeptEmbeddings(frames, folder, EncoderFacts.Of(model, settings.Precision, device), model.Spec.Backbone.Dim)
            : null;

    /// <summary>The key of an exam's embeddings; null if they cannot be kept.</summary>
    /// <param name="exam">The exam.</param>
    /// <param name="together">Maximum number of its frames per backbone call.</param>
    public FrameCacheKey? KeyOf(Exam exam, int together)
    {
        int count = frames.Count(exam);
        return frames.StoredKey(exam)?.Embedded($"{encoder}|{Math.Min(count, together)} together", checked(count * dim));
    }

    /// <summary>Reads an exam's embeddings; null if there are none, or if their file is damaged.</summary>
    public float[]? Read(FrameCacheKey key)
    {
        using FrameCacheFile? file = folder.Open(key);
        if (file is null || !file.IsSound()) return null;
        float[] embeddings = new float[key.Values];
        file.CopyTo(embeddings);
        return embeddings;
    }

    /// <summary>Keeps an exam's embeddings, if the folder has space for them.</summary>
    public void Keep(FrameCacheKey key, ReadOnlySpan<float> embeddings) => folder.Keep(key, embeddings)?.Dispose();
}
