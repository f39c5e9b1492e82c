using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>The values by which the runs of a shelf can be filtered, each with its number of runs.</summary>
/// <param name="Total">Runs on the shelf.</param>
/// <param name="Active">Active runs, on any shelf.</param>
/// <param name="Statuses">Statuses that occur.</param>
/// <param name="Datasets">Registered datasets, by name.</param>
/// <param name="Tags">Tags, by name.</param>
/// <param name="Owners">Owners, by name.</param>
public sealed record RunFacets(
    int Total, int Active, IReadOnlyList<(RunStatus Value, int Count)> Statuses,
    IReadOnlyList<(string Value, int Count)> Datasets, IReadOnlyList<(string Value, int Count)> Tags,
    IReadOnlyList<(string Value, int Count)> Owners)
{
    /// <summary>Counts over all runs.</summary>
    public static RunFacets Of(IReadOnlyList<Run> all, RunShelf shelf)
    {
        Dictionary<RunStatus, int> statuses = [];
        Dictionary<string, int> datasets = [], tags = [], owners = [];
        int total = 0, active = 0;
        foreach (Run run in all)
        {
            if (run.Status.IsActive()) active++;
            if (run.Shelf != shelf) continue;
            total++;
            Count(statuses, run.Status);
            Count(owners, run.Owner);
            if (run.Dataset is { } dataset) Count(datasets, dataset);
            foreach (string tag in run.Tags) Count(tags, tag);
        }
        return new RunFacets(total, active, [.. statuses.OrderBy(s => s.Key).Select(s => (s.Key, s.Value))], Named(datasets), Named(tags),
            Named(owners));
    }

    private static void Count<T>(Dictionary<T, int> counts, T value) where T : notnull =>
        counts[value] = counts.GetValueOrDefault(value) + 1;

    private static IReadOnlyList<(string, int)> Named(Dictionary<string, int> counts) =>
        [.. counts.OrderBy(c => c.Key, NaturalOrder.Comparer).Select(c => (c.Key, c.Value))];
}
