using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Studies.Library;

/// <summary>What the search of a study says of its variants, by the epochs that the store has.</summary>
public static class SearchedStudy
{
    /// <summary>The verdict on each variant, by its name; empty for a study that does not search, or whose plan cannot be read.</summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="store">The store, which has the values of the epochs.</param>
    public static IReadOnlyDictionary<string, SearchVerdict> Judge(StudyRuns study, RunStore store)
    {
        if (study.Study.Plan is not { Search: not null } plan) return new Dictionary<string, SearchVerdict>();
        Run[] made = [.. study.Planned.Select(planned => planned.Run).OfType<Run>()];
        EpochTable table = store.Epochs(made, [plan.Selection.Key]);
        ILookup<int, double?> values = Enumerable.Range(0, table.Rows)
            .ToLookup(row => table.Runs[table.RunOf[row]].Key, row => table.Column(0)[row]);
        return plan.Judge([.. study.Planned.Select(planned => Curve(planned.Plan, planned.Run, values))]);
    }

    private static RunCurve Curve(StudyRun planned, Run? run, ILookup<int, double?> values) => new(
        planned.Variant, planned.Fold ?? 0, planned.Seed, run is null ? [] : [.. values[run.Key]], run?.Status == RunStatus.Finished,
        run is null || (run.Status != RunStatus.Finished && (run.Missing || run.Status.IsFinal())));
}
