namespace Angioboard.Jobs.Lists.Search;

/// <summary>How many letters must change to turn one word into another.</summary>
internal static class EditDistance
{
    /// <summary>Letters inserted, removed, replaced, or swapped with their neighbour (optimal string alignment).</summary>
    public static int Of(string from, string to)
    {
        int[] older = [], before = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int[] row = new int[to.Length + 1];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = before[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(before[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) row[j] = Math.Min(row[j], older[j - 2] + 1);
            }
            (older, before) = (before, row);
        }
        return before[to.Length];
    }
}
