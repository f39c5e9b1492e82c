using System.Text.RegularExpressions;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>All columns: facts, settings, and metrics under any name that a run recorded.</summary>
public static partial class RunColumns
{
    private static readonly Dictionary<string, RunColumn> known =
        FactColumns.All.Concat(SettingColumns.All).ToDictionary(column => column.Key, StringComparer.Ordinal);

    private static readonly string[] epochMetrics =
        ["val_loss", .. new[] { MetricNames.AucOvrMacro, MetricNames.Accuracy, MetricNames.F1Macro, MetricNames.ImcpArea }
            .Select(name => "val_" + name)];

    /// <summary>The column with this key, or null.</summary>
    public static RunColumn? Find(string key)
    {
        if (known.TryGetValue(key, out RunColumn? column)) return column;
        int colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return null;
        string name = key[(colon + 1)..];
        return key[..colon] switch
        {
            "best" when MetricName().IsMatch(name) => Best(name),
            "at_best" when MetricName()
                .IsMatch(name) => Metric(ColumnKind.AtBest, key, name, "at the best epoch", run => run.AtBest.GetValueOrDefault(name)) with
            {
                Epoch = run => run.BestEpochNumber,
            },
            "last" when MetricName()
                .IsMatch(name) => Metric(ColumnKind.Last, key, name, "at the last epoch", run => run.Last.GetValueOrDefault(name)),
            "split" when name.LastIndexOf(':') is > 0 and var end
                && MetricNames.All.Contains(name[(end + 1)..]) => Split(key, name[..end], name[(end + 1)..]),
            _ => null,
        };
    }

    /// <summary>Every column that can be chosen for these runs, in the order of the column chooser.</summary>
    public static IReadOnlyList<RunColumn> Catalogue(IReadOnlyList<Run> runs)
    {
        HashSet<string> over = [.. epochMetrics];
        HashSet<string> last = [];
        HashSet<(string Split, string Metric)> splits = [.. MetricNames.All.Select(metric => ("test", metric))];
        foreach (Run run in runs)
        {
            over.UnionWith(run.Best.Keys);
            last.UnionWith(run.Last.Keys);
            foreach ((string split, IReadOnlyDictionary<string, double?> metrics) in run.Splits)
            {
                foreach (string metric in metrics.Keys) splits.Add((split, metric));
            }
        }
        string[] ordered = [.. epochMetrics, .. over.Except(epochMetrics).Order(StringComparer.Ordinal)];
        return
        [
            .. FactColumns.All,
            .. Existing(ordered.Select(name => "best:" + name)),
            .. Existing(ordered.Select(name => "at_best:" + name)),
            .. Existing(ordered.Concat(last.Except(over).Order(StringComparer.Ordinal)).Select(name => "last:" + name)),
            .. SettingColumns.All,
            .. Existing(splits.OrderBy(s => s.Split is "test" ? "" : s.Split, NaturalOrder.Comparer).ThenBy(s => Place(s.Metric))
                .Select(s => $"split:{s.Split}:{s.Metric}")),
        ];
    }

    private static IEnumerable<RunColumn> Existing(IEnumerable<string> keys) => keys.Select(Find).OfType<RunColumn>();

    private static int Place(string metric)
    {
        for (int i = 0; i < MetricNames.All.Count; i++) if (MetricNames.All[i] == metric) return i;
        return MetricNames.All.Count;
    }

    private static RunColumn Best(string name) =>
        Metric(ColumnKind.Best, "best:" + name, name, "the best over all epochs", run => run.Best.GetValueOrDefault(name)?.Value) with
    {
        Epoch = run => run.Best.GetValueOrDefault(name)?.EpochNumber,
    };

    private static RunColumn Metric(ColumnKind kind, string key, string name, string which, Func<Run, double?> number)
    {
        string words = Words(name);
        string title = kind switch { ColumnKind.Best => $"Best {words}", ColumnKind.AtBest => $"{words} at best", _ => $"Last {words}" };
        return new()
        {
            Key = key,
            Title = title,
            Description = $"{name}, {which}",
            Kind = kind,
            Number = run => number(run) is { } value && double.IsFinite(value) ? value : null,
            Format = ColumnFormat.Measured,
            Metric = name,
            Split = name.StartsWith("val_", StringComparison.Ordinal) ? "val"
                : name.StartsWith("train_", StringComparison.Ordinal) ? "train"
                : null,
        };
    }

    private static RunColumn Split(string key, string split, string metric) => new()
    {
        Key = key,
        Title = $"{split} {Words(metric)}",
        Description = $"{metric} of the {split} split, from evaluation.json",
        Kind = ColumnKind.Split,
        Number = run => run.Splits.TryGetValue(split, out IReadOnlyDictionary<string, double?>? metrics)
            && metrics.GetValueOrDefault(metric) is { } value && double.IsFinite(value) ? value : null,
        Format = ColumnFormat.Measured,
        Metric = metric,
        Split = split,
    };

    // val_auc_ovr_macro → val AUC; the full name is in the description.
    private static string Words(string name) => name.Replace("auc_ovr_macro", "AUC", StringComparison.Ordinal)
        .Replace("auc_ovr_micro", "AUC (micro)", StringComparison.Ordinal).Replace("auc_ovo_macro", "AUC (ovo)", StringComparison.Ordinal)
        .Replace("imcp_area", "AUIMCP", StringComparison.Ordinal).Replace("mcp_area", "AUMCP", StringComparison.Ordinal)
        .Replace("f1_", "F1_", StringComparison.Ordinal).Replace('_', ' ');

    [GeneratedRegex(@"\A[a-z][a-z0-9_. -]{0,99}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MetricName();
}
