namespace Angioboard.Core.Data.Names;

/// <summary>How many letters must change to turn one word into another.</summary>
public static class EditDistance
{
    /// <summary>Letters inserted, removed, replaced, or swapped with their neighbour (optimal string alignment).</summary>
    /// <param name="from">A word.</param>
    /// <param name="to">Another.</param>
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

    /// <summary>The known name that is nearest to one with a slip, within a third of its letters; null if none is.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="known">The names that there are.</param>
    public static string? Nearest(string name, IEnumerable<string> known) =>
        known.Select(other => (Name: other, Distance: Of(name, other)))
            .Where(other => other.Distance <= Math.Max(1, name.Length / 3))
            .OrderBy(other => other.Distance).Select(other => other.Name).FirstOrDefault();
}
