namespace Angioboard.Core.Evaluation;

/// <summary>
/// Entries by ascending score, cut into groups of equal score. Sorted once: a resample only changes how often
/// an entry counts, never its place.
/// </summary>
internal sealed class ScoreOrder
{
    public ScoreOrder(ReadOnlySpan<double> scores)
    {
        int[] entries = [.. Enumerable.Range(0, scores.Length)];
        double[] keys = scores.ToArray();
        Array.Sort(keys, entries);

        List<int> ends = [];
        for (int i = 1; i <= keys.Length; i++)
        {
            if (i == keys.Length || keys[i] != keys[i - 1]) ends.Add(i);
        }
        Entries = entries;
        GroupEnds = [.. ends];
    }

    /// <summary>Indices into the scores, lowest score first.</summary>
    public int[] Entries { get; }

    /// <summary>For each group of equal scores, the position after its last entry.</summary>
    public int[] GroupEnds { get; }
}
