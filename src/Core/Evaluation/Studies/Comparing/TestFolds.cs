using System.Globalization;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Comparing;

/// <summary>The exams that each fold of a study tests, as its finished runs predicted them.</summary>
internal sealed class TestFolds
{
    private readonly string name;
    private readonly int count;
    private readonly Dictionary<int, HashSet<string>> exams = [];
    private readonly Dictionary<string, int> foldOf = [];

    private TestFolds(string name, int count) => (this.name, this.count) = (name, count);

    /// <summary>The folds of a study.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="study">The study.</param>
    public static TestFolds Of(string name, StudyPredictions study)
    {
        TestFolds folds = new(name, study.Folds);
        foreach (PredictedRun run in study.Runs)
        {
            if (folds.exams.ContainsKey(run.Fold)) continue;
            HashSet<string> tested = [.. (run.Of(PredictedRun.Test) ?? []).Select(exam => exam.Exam)];
            folds.exams[run.Fold] = tested;
            foreach (string exam in tested) folds.foldOf[exam] = run.Fold;
        }
        return folds;
    }

    /// <summary>
    /// For each fold of another study, the fold of this one that tests the same exams, whatever its number; or where they differ.
    /// </summary>
    public (int[] Folds, string? Problem) Match(TestFolds other)
    {
        int[] same = [.. Enumerable.Range(0, other.count)];
        if (other.count != count)
            return (same, $"{name} has {Words(count)}, and {other.name} has {Words(other.count)}; compare variants of studies with the "
                + "same folds");
        HashSet<int> free = [.. Enumerable.Range(0, count)];
        List<int> without = [];
        for (int fold = 0; fold < count; fold++)
        {
            int? equal = !other.exams.TryGetValue(fold, out HashSet<string>? tested) ? null
                : exams.Where(own => free.Contains(own.Key) && own.Value.SetEquals(tested)).Select(own => (int?)own.Key).FirstOrDefault();
            if (equal is { } found) free.Remove(same[fold] = found);
            else without.Add(fold);
        }
        foreach (int fold in without)
        {
            // As long as no run of a fold has finished, nothing contradicts that it is the same.
            int? left = free.Where(own => !exams.ContainsKey(own) || !other.exams.ContainsKey(fold)).Select(own => (int?)own)
                .OrderBy(own => own == fold ? 0 : 1).FirstOrDefault();
            if (left is not { } found) return (same, Difference(other));
            free.Remove(same[fold] = found);
        }
        return (same, null);
    }

    private string Difference(TestFolds other)
    {
        string[] apart = [.. foldOf.Keys.Union(other.foldOf.Keys)
            .Where(exam => Place(exam) != other.Place(exam)).Order(StringComparer.Ordinal)];
        string more = apart.Length switch { 1 => "", 2 => "; 1 more exam differs", int all => $"; {all - 1} more exams differ" };
        return $"{name} and {other.name} test other exams in their folds: {apart[0]} is {Text(apart[0])} in {name} and "
            + $"{other.Text(apart[0])} in {other.name}{more}; compare variants of studies with the same folds";
    }

    private int Place(string exam) => foldOf.GetValueOrDefault(exam, -1);

    private string Text(string exam) => foldOf.TryGetValue(exam, out int fold)
        ? count == 1 ? "tested" : string.Create(CultureInfo.InvariantCulture, $"in fold {fold}")
        : "not tested";

    private static string Words(int folds) => folds == 1 ? "1 fold" : $"{folds} folds";
}
