namespace Angioboard.Jobs.Lists;

/// <summary>Whether values were measured on the same data: only then may they be ranked or averaged.</summary>
internal sealed class FingerprintCheck
{
    private string? first;
    private int count;

    /// <summary>Whether all runs so far share one fingerprint. An unknown one equals no other, not even another unknown one.</summary>
    public bool AreSame { get; private set; } = true;

    /// <summary>Adds a run's fingerprint.</summary>
    public void Add(string? fingerprint)
    {
        if (count++ == 0) first = fingerprint;
        else if (fingerprint is null || fingerprint != first) AreSame = false;
    }
}
