using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>
/// Labels with the classes of patients exchanged: each patient gets all classes of another with as many exams. So two eyes that are alike
/// do not count as two.
/// </summary>
internal sealed class PermutedClasses(ExamUnits units, int[] labels)
{
    private const long Seed = 42;

    // Patients with as many exams, and their exams.
    private readonly int[][][] alike = [.. units.Members.GroupBy(members => members.Length).Select(same => same.ToArray())];

    /// <summary>Draws one permutation; the same number gives the same.</summary>
    /// <param name="number">The number of the permutation.</param>
    /// <param name="permuted">Receives each exam's class.</param>
    public void Draw(int number, int[] permuted)
    {
        SeededRandom random = new(Seed, $"shortcuts/{units.Key}", number);
        foreach (int[][] same in alike)
        {
            int[] from = random.Permutation(same.Length);
            for (int unit = 0; unit < same.Length; unit++)
            {
                for (int k = 0; k < same[unit].Length; k++) permuted[same[unit][k]] = labels[same[from[unit]][k]];
            }
        }
    }
}
