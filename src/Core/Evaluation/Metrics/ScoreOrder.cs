namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// Entries by ascending score, in groups of equal score. Sorted once: a resample only changes the multiplicity of an entry, never its
/// place.
/// </summary>
internal sealed class ScoreOrder
{
    public ScoreOrder(ReadOnlySpan<double> scores)
    {
        int[] entries = new int[scores.Length];
        for (int i = 0; i < entries.Length; i++) entries[i] = i;
        double[] keys = scores.ToArray();
        Array.Sort(keys, entries);

        List<int> ends = [];
        List<(int, int)> ties = [];
        for (int i = 1, start = 0; i <= keys.Length; i++)
        {
            if (i < keys.Length && keys[i] == keys[i - 1]) continue;
            ends.Add(i);
            if (i - start > 1) ties.Add((start, i));
            start = i;
        }
        Entries = entries;
        GroupEnds = [.. ends];
        Ties = [.. ties, (keys.Length, keys.Length)];
    }

    /// <summary>Indices into the scores, lowest score first.</summary>
    public int[] Entries { get; }

    /// <summary>For each group of equal scores, the position after its last entry.</summary>
    public int[] GroupEnds { get; }

    /// <summary>The groups of more than one entry, from the first to after the last; at the end one of none, after all entries.</summary>
    public (int Start, int End)[] Ties { get; }
}
