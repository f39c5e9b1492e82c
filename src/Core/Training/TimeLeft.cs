namespace Angioboard.Core.Training;

/// <summary>Measures epochs as they go by, and tells from them how long the training will still take.</summary>
internal sealed class TimeLeft(TimeProvider time)
{
    private const int Remembered = 3;

    // Training alone, and all of an epoch: training, validation, checkpoints.
    private readonly Queue<(TimeSpan Trained, TimeSpan Whole)> epochs = new();
    private long start;
    private int firstBatch;
    private long firstFrame;
    private TimeSpan? trained;
    private bool frozen;

    /// <summary>Time of the epoch's training, up to now or to its end.</summary>
    public TimeSpan Trained => trained ?? Elapsed;

    /// <summary>Time since the epoch began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>An epoch begins, or goes on after <paramref name="batch"/> batches with <paramref name="frames"/> frames.</summary>
    public void EpochBegins(int batch, long frames, bool frozen = false)
    {
        // With its backbone frozen an epoch takes next to nothing, and tells nothing of one in which that learns.
        if (frozen != this.frozen) epochs.Clear();
        (start, firstBatch, firstFrame, trained, this.frozen) = (time.GetTimestamp(), batch, frames, null, frozen);
    }

    /// <summary>Its training is done.</summary>
    public void TrainingEnds() => trained = Elapsed;

    /// <summary>All of it is done.</summary>
    public void EpochEnds()
    {
        if (firstBatch > 0) return; // Only a part of it was seen.
        epochs.Enqueue((Trained, Elapsed));
        if (epochs.Count > Remembered) epochs.Dequeue();
    }

    /// <summary>Speed in this epoch, of which <paramref name="frames"/> have been learnt from.</summary>
    public double FramesPerSecond(long frames) => (frames - firstFrame) / Math.Max(1e-9, Trained.TotalSeconds);

    /// <summary>What is left after <paramref name="batch"/> of an epoch's batches, with <paramref name="more"/> epochs to follow.</summary>
    public TimeSpan After(int batch, int batches, int more)
    {
        double share = 1 - (double)batch / batches;
        if (epochs.Count > 0)
        {
            TimeSpan training = epochs.Aggregate(TimeSpan.Zero, (sum, e) => sum + e.Trained) / epochs.Count;
            TimeSpan whole = epochs.Aggregate(TimeSpan.Zero, (sum, e) => sum + e.Whole) / epochs.Count;
            TimeSpan validation = whole - training - (Elapsed - Trained);
            return training * share + (validation > TimeSpan.Zero ? validation : TimeSpan.Zero) + whole * more;
        }
        TimeSpan guess = Trained * ((double)batches / Math.Max(1, batch - firstBatch));
        return guess * (share + more);
    }
}
