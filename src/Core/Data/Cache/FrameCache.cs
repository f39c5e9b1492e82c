using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using Angioboard.Core.Formats;
using static TorchSharp.torch;

namespace Angioboard.Core.Data.Cache;

/// <summary>
/// Exams as the model sees them, before augmentation: decoded once and then kept, in a folder that runs share if there is one, else in memory
/// as long as they fit. What finds no place is decoded again each time. Safe to use from several threads.
/// </summary>
/// <param name="options">How files become frames.</param>
/// <param name="byteLimit">The most memory in bytes; by default a quarter of what the process may use.</param>
/// <param name="store">The folder; null for none.</param>
public sealed class FrameCache(FrameOptions options, long? byteLimit = null, FrameCacheFolder? store = null)
{
    // Linux lets a process map 65,530 files and libraries.
    private const int MostMapped = 32_000;

    private readonly long byteLimit = byteLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    private readonly ConcurrentDictionary<Exam, Entry> entries = new();
    private long bytes;
    private int mapped;

    /// <summary>How files become frames.</summary>
    public FrameOptions Options { get; } = options;

    /// <summary>Memory in bytes that frames take now; those of files are not counted.</summary>
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

    /// <summary>
    /// Decodes every frame that will be used and is not kept yet, on all processors, so that each bad one is known before anything is made of
    /// them. Of what is kept no pixel is read.
    /// </summary>
    /// <exception cref="InputException">Frames cannot be decoded; every one is named, in the order of the exams.</exception>
    public void Fill(IReadOnlyList<Exam> exams, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        InputException?[] errors = new InputException?[exams.Count];
        ParallelProgress done = new(progress, "decoding frames", exams.Count);
        Parallel.For(0, exams.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                if (!IsKept(exams[i])) Decode(exams[i], cancellation);
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
            if (entry.Frames is { } frames) frames.CopyTo(destination);
            else if (Sound(entry, exam) is { } file) file.CopyTo(destination);
            else Decode(entry, exam, destination, cancellation);
        }
    }

    private bool IsKept(Exam exam)
    {
        Entry entry = entries.GetOrAdd(exam, static _ => new());
        lock (entry.Gate) return entry.Frames is not null || Stored(entry, exam) is not null;
    }

    private FrameCacheFile? Stored(Entry entry, Exam exam)
    {
        if (entry.File is not null) store!.Use(entry.File.Key);
        else if (store is not null && mapped < MostMapped && FrameCacheKey.Of(exam, Options) is { } key && store.Open(key) is { } file) Hold(entry, file);
        return entry.File;
    }

    /// <summary>The exam's file, which was read through once in this process, so that what a power cut left of it is not taken for frames.</summary>
    private FrameCacheFile? Sound(Entry entry, Exam exam)
    {
        if (Stored(entry, exam) is not { } file) return null;
        if (entry.IsSound || file.IsSound())
        {
            entry.IsSound = true;
            return file;
        }
        file.Dispose();
        entry.File = null;
        Interlocked.Decrement(ref mapped);
        return null;
    }

    private void Hold(Entry entry, FrameCacheFile file)
    {
        entry.File = file;
        Interlocked.Increment(ref mapped);
    }

    private void Decode(Exam exam, CancellationToken cancellation)
    {
        int values = Count(exam) * Options.ImageSize * Options.ImageSize;
        float[] frames = ArrayPool<float>.Shared.Rent(values);
        try
        {
            Read(exam, frames.AsSpan(0, values), cancellation);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(frames);
        }
    }

    private void Decode(Entry entry, Exam exam, Span<float> destination, CancellationToken cancellation)
    {
        // The key comes first: a file that changes while it is decoded has another one the next time.
        FrameCacheKey? key = store is null || mapped >= MostMapped ? null : FrameCacheKey.Of(exam, Options);
        DecodeFrames(exam, destination, cancellation);
        if (Options.Dtype == CacheDtype.Float16) HalfPrecision.Round(destination);
        if (key is not null && store!.Keep(key, destination) is { } file)
        {
            Hold(entry, file);
            entry.IsSound = true;
        }
        else if (Reserve(destination.Length * sizeof(float)))
        {
            entry.Frames = destination.ToArray();
        }
    }

    private void DecodeFrames(Exam exam, Span<float> destination, CancellationToken cancellation)
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

        public FrameCacheFile? File { get; set; }

        public bool IsSound { get; set; }
    }
}
