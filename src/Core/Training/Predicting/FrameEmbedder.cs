using System.Runtime.InteropServices;
using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>
/// Embeds exams in inference mode, in chunks of frames of limited size, that may span exams or not. Libraries choose how to multiply by the
/// number of rows, so what is computed together decides the last bits. It depends only on the exams' order and the chunk size, or, if each
/// exam is embedded by itself, on that exam and the chunk size.
/// </summary>
/// <param name="embed">The backbone: (N, 1, S, S) → (N, D).</param>
/// <param name="dim">D.</param>
/// <param name="chunk">Maximum number of frames per backbone call.</param>
/// <param name="cache">Where frames come from.</param>
/// <param name="settings">The run's settings.</param>
/// <param name="device">Where to compute.</param>
internal sealed class FrameEmbedder(Func<Tensor, Tensor> embed, int dim, int chunk, FrameCache cache, RunSettings settings, Device device)
{
    /// <summary>Exams returned together: enough to keep the GRU efficient.</summary>
    public const int Together = 128;

    // At least one frame is computed at a time whatever the batch size, so reducing the batch would not help.
    private readonly RunSettings alone = settings with { BatchSize = 1 };

    /// <summary>Bytes of the embeddings of these exams.</summary>
    public long Bytes(IReadOnlyList<Exam> exams) => exams.Sum(exam => (long)cache.Count(exam)) * dim * sizeof(float);

    /// <summary>The exams' embeddings, some exams at a time, in order. Few exams are decoded at once.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="progressed">Receives the number of exams done after each chunk.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    /// <exception cref="InputException">A frame cannot be read.</exception>
    /// <exception cref="DeviceException">The device could not compute a frame.</exception>
    public IEnumerable<EmbeddedExams> Embed(IReadOnlyList<Exam> exams, Action<int>? progressed, CancellationToken cancellation)
    {
        using IEnumerator<ExamBatch> pass =
            Loader(exams).Load([.. Enumerable.Range(0, exams.Count)], cancellation: cancellation).GetEnumerator();
        for (int done = 0; done < exams.Count; done += Together)
        {
            long[] lengths = [.. exams.Skip(done).Take(Together).Select(exam => (long)cache.Count(exam))];
            yield return new EmbeddedExams(Embed(pass, lengths, done, progressed), lengths);
        }
    }

    /// <summary>The embeddings by this model's backbone in the folder shared by runs; null if there is none.</summary>
    public KeptEmbeddings? Kept(ViTGru model) => KeptEmbeddings.Of(model, cache, settings, device);

    /// <summary>
    /// The same, but each exam by itself, so that its embeddings do not depend on other exams. Those that are kept are read, and others
    /// are kept.
    /// </summary>
    /// <param name="exams">The exams.</param>
    /// <param name="kept">Embeddings by this backbone; null for none.</param>
    /// <param name="progressed">Receives the number of exams done after each exam that was computed, and after each group.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    /// <exception cref="InputException">A frame cannot be read.</exception>
    /// <exception cref="DeviceException">The device could not compute a frame.</exception>
    public IEnumerable<EmbeddedExams> EmbedSingly(
        IReadOnlyList<Exam> exams, KeptEmbeddings? kept, Action<int>? progressed, CancellationToken cancellation)
    {
        for (int done = 0; done < exams.Count; done += Together)
        {
            Exam[] group = [.. exams.Skip(done).Take(Together)];
            int before = done;
            yield return EmbedSingly(group, kept, alone => progressed?.Invoke(before + alone), cancellation);
        }
    }

    private EmbeddedExams EmbedSingly(Exam[] exams, KeptEmbeddings? kept, Action<int> progressed, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        // Exams have keys once their frames are in the folder.
        if (kept is not null) cache.Fill(exams, null, cancellation);
        FrameCacheKey?[] keys = [.. exams.Select(exam => kept?.KeyOf(exam, chunk))];
        long[] lengths = [.. exams.Select(exam => (long)cache.Count(exam))];
        Tensor[] all = new Tensor[exams.Length];
        List<int> missing = [];
        for (int i = 0; i < exams.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (keys[i] is { } key && kept!.Read(key) is { } embeddings) all[i] = tensor(embeddings, [lengths[i], dim], device: device);
            else missing.Add(i);
        }

        foreach ((int i, ExamBatch batch) in missing.Zip(Loader(exams).Load(missing, cancellation: cancellation)))
        {
            using ExamBatch exam = batch;
            (all[i], bool whole) = EmbedSingly(exam.Frames);
            // Their file may have changed since, and been decoded again.
            if (whole && keys[i] is { } key && kept!.KeyOf(exams[i], chunk) is { } after && key.Facts.AsSpan().SequenceEqual(after.Facts))
                kept.Keep(key, all[i].cpu().data<float>().ToArray());
            progressed(i + 1);
        }
        progressed(exams.Length);
        return new EmbeddedExams(cat(all).MoveToOuterDisposeScope(), lengths);
    }

    // An exam's frames → (T, D), and whether the device computed as many together as it should.
    private (Tensor Embeddings, bool Whole) EmbedSingly(Tensor exam)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = exam.shape[0];
        Tensor embeddings = empty(count, dim, device: device), frames = exam.to(device);
        bool whole = true;
        for (long from = 0; from < count; from += chunk)
        {
            long together = Math.Min(chunk, count - from);
            Tensor source = frames.narrow(0, from, together), target = embeddings.narrow(0, from, together);
            whole &= DeviceException.Naming(1, count, alone, device, () => Compute(source, target));
        }
        return (embeddings.MoveToOuterDisposeScope(), whole);
    }

    private ExamLoader Loader(IReadOnlyList<Exam> exams)
    {
        int workers = LoadingThreads.Of(settings, device);
        return new ExamLoader(exams, cache, batchSize: 1, workers, ahead: workers + 1, device: device);
    }

    private Tensor Embed(IEnumerator<ExamBatch> pass, long[] lengths, int before, Action<int>? progressed)
    {
        using DisposeScope scope = NewDisposeScope();
        int size = cache.Options.ImageSize;
        long left = lengths.Sum(), done = 0, filled = 0, room = Math.Min(chunk, left);
        Tensor embeddings = empty(left, dim, device: device), frames = empty(room, 1, size, size, device: device);
        for (int i = 0; i < lengths.Length; i++)
        {
            pass.MoveNext();
            using ExamBatch exam = pass.Current;
            for (long taken = 0, count; taken < lengths[i]; taken += count)
            {
                count = Math.Min(lengths[i] - taken, room - filled);
                using DisposeScope copying = NewDisposeScope();
                frames.narrow(0, filled, count).copy_(exam.Frames.narrow(0, taken, count));
                filled += count;
                if (filled < room && filled < left) continue;

                Tensor target = embeddings.narrow(0, done, filled), source = frames.narrow(0, 0, filled);
                DeviceException.Naming(1, lengths[i], alone, device, () => Compute(source, target));
                (done, left, filled) = (done + filled, left - filled, 0);
                progressed?.Invoke(before + i + (taken + count == lengths[i] ? 1 : 0));
            }
        }
        return embeddings.MoveToOuterDisposeScope();
    }

    // Another process may have taken the memory: try half as many. Whether all were computed together.
    private bool Compute(Tensor frames, Tensor target)
    {
        long count = frames.shape[0], half = count / 2;
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable grad = inference_mode();
            target.copy_(embed(frames));
            return true;
        }
        catch (ExternalException e) when (half > 0 && DeviceException.Of(e.Message) == DeviceFault.OutOfMemory)
        {
        }
        Compute(frames.narrow(0, 0, half), target.narrow(0, 0, half));
        Compute(frames.narrow(0, half, count - half), target.narrow(0, half, count - half));
        return false;
    }
}
