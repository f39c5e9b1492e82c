using System.Runtime.InteropServices;
using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>
/// Embeds exams in inference mode, in fixed-size chunks of frames that may span exams. Only the exams' order and the chunk size decide what
/// is computed together, so the same exams give the same bits each time.
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
        int workers = LoadingThreads.Of(settings, device);
        ExamLoader loader = new(exams, cache, batchSize: 1, workers, ahead: workers + 1, device: device);
        using IEnumerator<ExamBatch> pass = loader.Load([.. Enumerable.Range(0, exams.Count)], cancellation: cancellation).GetEnumerator();
        for (int done = 0; done < exams.Count; done += Together)
        {
            long[] lengths = [.. exams.Skip(done).Take(Together).Select(exam => (long)cache.Count(exam))];
            yield return new EmbeddedExams(Embed(pass, lengths, done, progressed), lengths);
        }
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

    // Another process may have taken the memory: try half as many.
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
        return Compute(frames.narrow(0, 0, half), target.narrow(0, 0, half))
            && Compute(frames.narrow(0, half, count - half), target.narrow(0, half, count - half));
    }
}
