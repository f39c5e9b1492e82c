namespace Angioboard.Core.Training;

/// <summary>Measures the duration of epochs and estimates the remaining training time.</summary>
internal sealed class TimeLeft(TimeProvider time)
{
    private const int Remembered = 3;

    // Duration of an epoch's training, and of the whole epoch with validation and checkpoints.
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

    /// <summary>An epoch begins, or continues after <paramref name="batch"/> batches with <paramref name="frames"/> frames.</summary>
    public void EpochBegins(int batch, long frames, bool frozen = false)
    {
        // Epochs with a frozen backbone are much faster, so they say nothing about the later ones.
        if (frozen != this.frozen) epochs.Clear();
        (start, firstBatch, firstFrame, trained, this.frozen) = (time.GetTimestamp(), batch, frames, null, frozen);
    }

    /// <summary>Its training is done.</summary>
    public void TrainingEnds() => trained = Elapsed;

    /// <summary>The whole epoch is done.</summary>
    public void EpochEnds()
    {
        if (firstBatch > 0) return; // Only part of this epoch was measured.
        epochs.Enqueue((Trained, Elapsed));
        if (epochs.Count > Remembered) epochs.Dequeue();
    }

    /// <summary>Speed in this epoch, after <paramref name="frames"/> training frames.</summary>
    public double FramesPerSecond(long frames) => (frames - firstFrame) / Math.Max(1e-9, Trained.TotalSeconds);

    /// <summary>Time left after <paramref name="batch"/> of an epoch's batches, with <paramref name="more"/> epochs to follow.</summary>
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
