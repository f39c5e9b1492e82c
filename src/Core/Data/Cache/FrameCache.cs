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
/// Exams as model input, before augmentation: decoded once and then cached, in a folder shared by runs if there is one, else in memory
/// as long as they fit. Other frames are decoded each time. Thread-safe.
/// </summary>
/// <param name="options">Options for converting files to frames.</param>
/// <param name="byteLimit">Maximum memory in bytes; by default a quarter of the process's limit.</param>
/// <param name="store">The folder; null for none.</param>
public sealed class FrameCache(FrameOptions options, long? byteLimit = null, FrameCacheFolder? store = null)
{
    // Linux lets a process map 65,530 files and libraries.
    private const int MostMapped = 32_000;

    private readonly long byteLimit = byteLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    private readonly ConcurrentDictionary<Exam, Entry> entries = new();
    private long bytes;
    private int mapped;

    /// <summary>Options for converting files to frames.</summary>
    public FrameOptions Options { get; } = options;

    /// <summary>Memory in bytes used by frames now, without mapped files.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Number of frames of an exam that the model sees. Nothing is decoded.</summary>
    public int Count(Exam exam) => Options.MaxFrames is { } cap ? Math.Min(exam.Frames.Count, cap) : exam.Frames.Count;

    /// <summary>An exam's frames as a new float32 tensor (T, 1, S, S), values from 0 to 1 except for overshoots of the cubic.</summary>
    /// <exception cref="InputException">Frames cannot be decoded; all of the exam's are listed.</exception>
    public Tensor Get(Exam exam, CancellationToken cancellation = default)
    {
        Tensor frames = empty(Count(exam), 1, Options.ImageSize, Options.ImageSize, dtype: ScalarType.Float32);
        Read(exam, MemoryMarshal.Cast<byte, float>(frames.bytes), cancellation);
        return frames;
    }

    /// <summary>
    /// Decodes every frame that will be used and is not cached yet, on all CPU cores, so that each bad one is known before training
    /// starts. Cached pixels are not read.
    /// </summary>
    /// <exception cref="InputException">Frames cannot be decoded; all are listed, in the order of the exams.</exception>
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

    /// <summary>The folder shared by runs; null for none.</summary>
    internal FrameCacheFolder? Store => store;

    /// <summary>
    /// The key of the file that an exam's frames are read from, and so of the frames as this process sees them; null if they do not come
    /// from a file.
    /// </summary>
    internal FrameCacheKey? StoredKey(Exam exam)
    {
        Entry entry = entries.GetOrAdd(exam, static _ => new());
        lock (entry.Gate) return entry.Frames is null ? Stored(entry, exam)?.Key : null;
    }

    private bool IsKept(Exam exam)
    {
        Entry entry = entries.GetOrAdd(exam, static _ => new());
        lock (entry.Gate) return entry.Frames is not null || Stored(entry, exam) is not null;
    }

    private FrameCacheFile? Stored(Entry entry, Exam exam)
    {
        if (entry.File is not null) store!.Use(entry.File.Key);
        else if (store is not null && mapped < MostMapped && FrameCacheKey.Of(exam, Options) is { } key && store.Open(key) is { } file)
            Hold(entry, file);
        return entry.File;
    }

    /// <summary>The exam's cache file, verified once per process, so that a file damaged by a power cut is not used.</summary>
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
        // The key is computed first: a file that changes while it is decoded has another key the next time.
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
