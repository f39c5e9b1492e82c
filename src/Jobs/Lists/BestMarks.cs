using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>The best value of each validation column among rows that were measured on the same data.</summary>
public sealed class BestMarks
{
    private readonly Dictionary<string, double> best;
    private readonly HashSet<string> pooled;

    private BestMarks(Dictionary<string, double> best, HashSet<string> pooled, bool differentData) =>
        (this.best, this.pooled, DifferentData) = (best, pooled, differentData);

    /// <summary>The rows were measured on different data, so nothing is marked.</summary>
    public bool DifferentData { get; }

    /// <summary>Whether this value is the column's best; never if only one row has a value.</summary>
    public bool IsBest(RunColumn column, double? value) => value is { } v && best.TryGetValue(column.Key, out double top) && v == top;

    /// <summary>
    /// Whether this group has the column's best mean. The value of a single run is not compared with means of several.
    /// </summary>
    public bool IsBest(RunColumn column, GroupValue value) =>
        IsBest(column, value.Mean) && (value.Count > 1 || !pooled.Contains(column.Key));

    internal static BestMarks Of(IReadOnlyList<Run> runs, IReadOnlyList<RunGroup> groups, RunGrouping grouping,
        IReadOnlyList<RunColumn> columns)
    {
        Dictionary<string, double> best = [];
        HashSet<string> pooled = [];
        bool differentData = false;
        foreach (RunColumn column in columns.Where(column => column.IsMarked))
        {
            FingerprintCheck data = new();
            foreach (Run run in runs) if (column.Number!(run) is not null) data.Add(run.Fingerprint);
            if (!data.AreSame)
            {
                differentData = true;
                continue;
            }
            GroupValue[] means = [.. groups.Select(group => group.Of(column))];
            bool several = means.Any(value => value.Count > 1);
            if (several) pooled.Add(column.Key);
            IEnumerable<double?> values = grouping == RunGrouping.None
                ? runs.Select(column.Number!)
                : means.Where(value => value.Count > 1 || !several).Select(value => value.Mean);
            double? top = null;
            int count = several ? means.Count(value => value.Mean is not null && value.Count == 1) : 0;
            foreach (double? value in values)
            {
                if (value is null) continue;
                count++;
                if (MetricDirection.IsBetter(column.Metric!, value, top)) top = value;
            }
            if (count > 1 && top is { } found) best[column.Key] = found;
        }
        return new BestMarks(best, pooled, differentData);
    }
}
