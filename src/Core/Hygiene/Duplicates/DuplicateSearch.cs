using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Hygiene.Duplicates;

/// <summary>A frame to compare.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Exam">Its exam, from 0 in the order of the split file.</param>
/// <param name="Split">Its split, from 0.</param>
/// <param name="Patient">Its patient, or its exam where patients are not known.</param>
/// <param name="Sketch">Its hashes.</param>
internal sealed record ComparedFrame(FramePlace Place, string Path, int Exam, int Split, string Patient, FrameSketch Sketch);

/// <summary>Finds frames that look the same in two splits, or in exams of two patients.</summary>
internal sealed class DuplicateSearch(Modality modality, int strip)
{
    /// <summary>Most bits that hashes of a pair may differ in, whatever the data.</summary>
    public const int MostBits = 6;

    private const double Quantile = 0.001, AlikeThumbnails = 0.85, Alike = 0.98;
    private const string Training = "train";

    // The most alike frames of two exams are decoded again to confirm them; if these fail, so do the next.
    private const int Tries = 2, MostConfirmed = 1000;

    /// <summary>Searches on all CPU cores.</summary>
    /// <param name="frames">The frames, in the order of the split file.</param>
    /// <param name="skipped">How many were left out before.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    public NearDuplicates Search(
        IReadOnlyList<ComparedFrame> frames, int skipped, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        ComparedFrame[] all = [.. frames];
        int limit = Limit(all, cancellation);
        Candidate[] candidates = Candidates(all, limit, progress, cancellation);
        IGrouping<(int, int), Candidate>[] exams =
        [
            .. candidates.GroupBy(pair => (all[pair.First].Exam, all[pair.Second].Exam))
                .OrderByDescending(pairs => pairs.Max(pair => pair.Correlation)).Take(MostConfirmed),
        ];
        FramePair?[] pairs = new FramePair?[exams.Length];
        ParallelProgress done = new(progress, "comparing frames that look alike", exams.Length);
        Parallel.For(0, exams.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            pairs[i] = Confirm(all, [.. exams[i]], cancellation);
            done.Step();
        });
        FramePair[] found =
        [
            .. pairs.OfType<FramePair>().OrderBy(pair => pair.First.Split == pair.Second.Split)
                .ThenByDescending(pair => pair.Correlation).ThenBy(pair => pair.First.Exam, StringComparer.Ordinal),
        ];
        return new NearDuplicates
        {
            Frames = all.Length, Skipped = skipped, Limit = limit, Pairs = [.. found.Take(NearDuplicates.Most)], Found = found.Length,
        };
    }

    // Frames of one camera look alike: the limit is what hardly any two patients in train come below.
    private static int Limit(ComparedFrame[] frames, CancellationToken cancellation)
    {
        ComparedFrame[] train = [.. frames.Where(frame => frame.Place.Split == Training)];
        long[] histogram = new long[65];
        Lock gate = new();
        Parallel.For(0, train.Length, new ParallelOptions { CancellationToken = cancellation }, () => new long[65], (i, _, own) =>
        {
            for (int j = 0; j < i; j++)
            {
                if (train[i].Patient != train[j].Patient) own[FrameSketch.Distance(train[i].Sketch.Hash, train[j].Sketch.Hash)]++;
            }
            return own;
        }, own =>
        {
            lock (gate)
            {
                for (int d = 0; d < own.Length; d++) histogram[d] += own[d];
            }
        });
        double wanted = Quantile * histogram.Sum();
        if (wanted == 0) return MostBits;
        long below = 0;
        int limit = 0;
        while (limit < MostBits && (below += histogram[limit]) < wanted) limit++;
        return limit;
    }

    private static Candidate[] Candidates(
        ComparedFrame[] frames, int limit, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        ulong[] hashes = [.. frames.Select(frame => frame.Sketch.Hash)], mirrored = [.. frames.Select(frame => frame.Sketch.Mirrored)];
        List<Candidate>[] found = new List<Candidate>[frames.Length];
        ParallelProgress done = new(progress, "comparing frames", frames.Length);
        Parallel.For(0, frames.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            List<Candidate> own = [];
            for (int j = 0; j < i; j++)
            {
                int plain = FrameSketch.Distance(hashes[i], hashes[j]), turned = FrameSketch.Distance(mirrored[i], hashes[j]);
                if (Math.Min(plain, turned) > limit || !MustDiffer(frames[j], frames[i])) continue;
                bool mirror = turned < plain;
                double correlation = frames[j].Sketch.Correlation(frames[i].Sketch, mirror);
                if (correlation > AlikeThumbnails) own.Add(new Candidate(j, i, Math.Min(plain, turned), correlation, mirror));
            }
            found[i] = own;
            done.Step();
        });
        return [.. found.SelectMany(own => own)];
    }

    private static bool MustDiffer(ComparedFrame one, ComparedFrame other) =>
        one.Exam != other.Exam && one.Path != other.Path && (one.Split != other.Split || one.Patient != other.Patient);

    private FramePair? Confirm(ComparedFrame[] frames, Candidate[] candidates, CancellationToken cancellation)
    {
        foreach (Candidate pair in candidates.OrderByDescending(pair => pair.Correlation).Take(Tries))
        {
            cancellation.ThrowIfCancellationRequested();
            (ComparedFrame first, ComparedFrame second) = (frames[pair.First], frames[pair.Second]);
            double correlation = AlignedPictures.Correlation(Picture(first.Path), Picture(second.Path), pair.Mirrored);
            if (correlation > Alike)
                return new FramePair(first.Place, second.Place, pair.Distance, correlation, pair.Mirrored, candidates.Length);
        }
        return null;
    }

    private byte[] Picture(string path)
    {
        GrayFrame frame = FrameDecoder.Decode(path, modality, strip);
        AveragedCells cells = new(frame.Width, frame.Height, FrameGlance.Side, FrameGlance.Side);
        for (int row = 0; row < frame.Height; row++) cells.Add(row, frame.Pixels.AsSpan(row * frame.Width, frame.Width));
        return cells.Cells();
    }

    private readonly record struct Candidate(int First, int Second, int Distance, double Correlation, bool Mirrored);
}
