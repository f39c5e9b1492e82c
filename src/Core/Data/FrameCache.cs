using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Angioboard.Core.Data;

/// <summary>
/// Exams as the model sees them, before augmentation: decoded once and then kept in memory as float32, as long as they fit. What
/// does not fit is decoded again each time. Safe to use from several threads.
/// </summary>
/// <param name="options">How files become frames.</param>
/// <param name="byteLimit">The most memory in bytes; by default a quarter of what the process may use.</param>
public sealed class FrameCache(FrameOptions options, long? byteLimit = null)
{
    private readonly long byteLimit = byteLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    private readonly ConcurrentDictionary<Exam, Entry> entries = new();
    private long bytes;

    /// <summary>How files become frames.</summary>
    public FrameOptions Options { get; } = options;

    /// <summary>Memory in bytes that frames take now.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>How many frames of an exam the model sees. Nothing is decoded.</summary>
    public int Count(Exam exam) => Options.MaxFrames is { } cap ? Math.Min(exam.Frames.Count, cap) : exam.Frames.Count;

    /// <summary>An exam's frames as a new float32 tensor (T, 1, S, S), values from 0 to 1 but for the cubic's overshoots.</summary>
    /// <exception cref="InputException">Frames cannot be decoded; every one of the exam is named.</exception>
    public Tensor Get(Exam exam, CancellationToken cancellation = default)
    {
        Tensor frames = empty(Count(exam), 1, Options.ImageSize, Options.ImageSize, dtype: ScalarType.Float32);
        Read(exam, MemoryMarshal.Cast<byte, float>(frames.bytes), cancellation);
        return frames;
    }

    /// <summary>Decodes every frame that will be used, on all processors, so that each bad one is known before anything is made of them.</summary>
    /// <exception cref="InputException">Frames cannot be decoded; every one is named, in the order of the exams.</exception>
    public void Fill(IReadOnlyList<Exam> exams, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        InputException?[] errors = new InputException?[exams.Count];
        ParallelProgress done = new(progress, "decoding frames", exams.Count);
        Parallel.For(0, exams.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                Get(exams[i], cancellation).Dispose();
            }
            catch (InputException e)
            {
                errors[i] = e;
            }
            done.Step();
        });
        string[] problems = [.. errors.OfType<InputException>().SelectMany(e => e.Problems)];
        if (problems.Length > 0) throw new InputException(problems);
    }

    /// <summary>Writes an exam's frames to memory of T × S × S values, without any call into torch.</summary>
    internal void Read(Exam exam, Span<float> destination, CancellationToken cancellation)
    {
        Entry entry = entries.GetOrAdd(exam, static _ => new());
        lock (entry.Gate)
        {
            if (entry.Frames is { } frames)
            {
                frames.CopyTo(destination);
                return;
            }
            Decode(exam, destination, cancellation);
            if (Reserve(destination.Length * sizeof(float))) entry.Frames = destination.ToArray();
        }
    }

    private void Decode(Exam exam, Span<float> destination, CancellationToken cancellation)
    {
        List<GrayFrame> frames = [];
        List<string> problems = [];
        foreach (int index in FrameSelection.Select(exam.Frames.Count, Options.MaxFrames, Options.Span))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                frames.Add(FrameDecoder.Decode(exam.Frames[index], Options.Modality, Options.Strip));
            }
            catch (InputException problem)
            {
                problems.AddRange(problem.Problems);
            }
        }
        if (problems.Count > 0) throw new InputException(problems);
        ModelTransforms.Transform(frames, Options.ImageSize, destination);
    }

    private bool Reserve(long wanted)
    {
        if (Interlocked.Add(ref bytes, wanted) <= byteLimit) return true;
        Interlocked.Add(ref bytes, -wanted);
        return false;
    }

    private sealed class Entry
    {
        public Lock Gate { get; } = new();

        public float[]? Frames { get; set; }
    }
}
