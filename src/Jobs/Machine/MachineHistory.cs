namespace Angioboard.Jobs.Machine;

/// <summary>The last hour, one sample every five seconds. For one writer and any number of readers.</summary>
internal sealed class MachineHistory
{
    private const int Most = 720;
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(4.5);

    private readonly Queue<MachineSample> samples = new(Most);
    private IReadOnlyList<MachineSample> snapshot = [];
    private DateTimeOffset last = DateTimeOffset.MinValue;

    /// <summary>The samples, oldest first.</summary>
    public IReadOnlyList<MachineSample> Samples => Volatile.Read(ref snapshot);

    /// <summary>
    /// Keeps the sample if about five seconds have passed since the previous one, or the clock was set back; true if it was kept.
    /// </summary>
    public bool Offer(MachineSample sample)
    {
        if (sample.Time < last) samples.Clear();
        else if (samples.Count > 0 && sample.Time - last < Spacing) return false;
        last = sample.Time;
        if (samples.Count == Most) samples.Dequeue();
        samples.Enqueue(sample);
        Volatile.Write(ref snapshot, [.. samples]);
        return true;
    }
}
