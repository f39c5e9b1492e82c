namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>The units of a bootstrap: exams, or patients with all their exams.</summary>
internal sealed class DrawnUnits
{
    // One list of all units' exams, and each unit's end in it; none if each exam is its own unit.
    private readonly int[] listed;
    private readonly int[] ends;

    /// <param name="units">Each unit's exams; together all exams, each once.</param>
    public DrawnUnits(int[][] units)
    {
        listed = [.. units.SelectMany(unit => unit)];
        ends = new int[units.Length];
        for (int unit = 0, end = 0; unit < units.Length; unit++) ends[unit] = end += units[unit].Length;
        if (units.Length == listed.Length && listed.Index().All(entry => entry.Item == entry.Index)) listed = [];
    }

    /// <summary>How many units there are.</summary>
    public int Count => ends.Length;

    /// <summary>Draws as many units as there are, with replacement, and counts how often each exam is among them.</summary>
    /// <param name="counts">Receives the multiplicity of each exam.</param>
    /// <param name="random">The stream of the draw.</param>
    public void Draw(byte[] counts, SeededRandom random)
    {
        Array.Clear(counts);
        for (int i = 0; i < ends.Length; i++)
        {
            int unit = random.NextInt(ends.Length);
            if (listed.Length == 0) Once(ref counts[unit]);
            else for (int at = unit == 0 ? 0 : ends[unit - 1]; at < ends[unit]; at++) Once(ref counts[listed[at]]);
        }
    }

    // That one of n units is drawn more than 255 times of n has a probability below n / 256!.
    private static void Once(ref byte times) => times = checked((byte)(times + 1));
}
