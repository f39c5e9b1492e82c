namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>
/// A share of exams of which several may be one patient's: two eyes that agree say less than two patients. The exams count as fewer
/// independent ones: their number divided by the design effect, which is the variance over patients by that of independent exams.
/// </summary>
internal static class ClusteredProportion
{
    /// <summary>Wilson's 95 % interval with the effective number of exams; null without exams.</summary>
    /// <param name="chosen">The exams that the share is of.</param>
    /// <param name="right">Whether an exam counts, by its place.</param>
    /// <param name="units">Each exam's unit, by its place.</param>
    public static Limits? Wilson(IReadOnlyList<int> chosen, Func<int, bool> right, int[] units) =>
        Wilson(chosen, exam => right(exam) ? 1 : 0, units);

    /// <summary>
    /// The same where an exam counts in part: as the share of seeds that have it right. Seeds make no more exams, so the interval is not
    /// narrower than that of one run.
    /// </summary>
    /// <param name="chosen">The exams that the share is of.</param>
    /// <param name="right">How much an exam counts, 0 to 1, by its place.</param>
    /// <param name="units">Each exam's unit, by its place.</param>
    public static Limits? Wilson(IReadOnlyList<int> chosen, Func<int, double> right, int[] units)
    {
        if (chosen.Count == 0) return null;
        double count = chosen.Sum(right), effective = Effective(chosen, right, units);
        return Proportion.Wilson(count * effective / chosen.Count, effective);
    }

    /// <summary>How many independent exams these are worth: at most their number, at least one.</summary>
    public static double Effective(IReadOnlyList<int> chosen, Func<int, double> right, int[] units)
    {
        IGrouping<int, int>[] clusters = [.. chosen.GroupBy(exam => units[exam])];
        if (clusters.Length == chosen.Count) return chosen.Count;
        double share = chosen.Sum(right) / chosen.Count;
        // Nothing varies: whether a patient's exams agree cannot be seen, so they are taken to.
        if (share is 0 or 1) return clusters.Length;
        if (clusters.Length == 1) return 1;

        double squares = clusters.Sum(cluster => Math.Pow(cluster.Sum(right) - share * cluster.Count(), 2));
        double variance = clusters.Length / (clusters.Length - 1.0) * squares / ((double)chosen.Count * chosen.Count);
        double effect = variance / (share * (1 - share) / chosen.Count);
        return Math.Max(1, chosen.Count / Math.Max(1, effect));
    }
}
