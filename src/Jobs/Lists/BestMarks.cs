using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>The best value of each validation column among rows that were measured on the same data.</summary>
public sealed class BestMarks
{
    private readonly Dictionary<string, double> best;

    private BestMarks(Dictionary<string, double> best, bool differentData) => (this.best, DifferentData) = (best, differentData);

    /// <summary>The rows were measured on different data, so nothing is marked.</summary>
    public bool DifferentData { get; }

    /// <summary>Whether this value is the column's best; never if only one row has a value.</summary>
    public bool IsBest(RunColumn column, double? value) => value is { } v && best.TryGetValue(column.Key, out double top) && v == top;

    internal static BestMarks Of(IReadOnlyList<Run> runs, IReadOnlyList<RunGroup> groups, RunGrouping grouping,
        IReadOnlyList<RunColumn> columns)
    {
        Dictionary<string, double> best = [];
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
            IEnumerable<double?> values = grouping == RunGrouping.None
                ? runs.Select(column.Number!)
                : groups.Select(group => group.Of(column).Mean);
            double? top = null;
            int count = 0;
            foreach (double? value in values)
            {
                if (value is null) continue;
                count++;
                if (MetricDirection.IsBetter(column.Metric!, value, top)) top = value;
            }
            if (count > 1 && top is { } found) best[column.Key] = found;
        }
        return new BestMarks(best, differentData);
    }
}
