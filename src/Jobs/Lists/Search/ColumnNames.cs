using System.Text.RegularExpressions;
using Angioboard.Core.Data.Names;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Search;

/// <summary>Columns by the names that people type. Case does not matter, and an underscore may be a space.</summary>
internal static partial class ColumnNames
{
    // Headings that differ from their column's key: folder → id, tag → tags.
    private static readonly Dictionary<string, string> otherNames = FactColumns.All
        .Where(column => Plain(column.Title) != column.Key)
        .Select(column => (Name: Plain(column.Title), column.Key))
        .Append((Name: "tag", Key: "tags")).Append((Name: "user", Key: "owner"))
        .ToDictionary(pair => pair.Name, pair => pair.Key, StringComparer.Ordinal);

    private static readonly HashSet<string> usual =
        [.. MetricNames.All.Append("loss").Select(name => $"val_{name}"), "train_loss"];

    private static readonly string[] proposed =
    [
        .. SettingColumns.All.Concat(FactColumns.All).Select(column => column.Key), "tag", "val_loss", "train_loss",
        .. from split in new[] { "val", "test" }
           from metric in MetricShortNames.All
           where !metric.Contains('(', StringComparison.Ordinal)
           select $"{split}_{metric}",
    ];

    /// <summary>
    /// The column of a key (<c>best:val_loss</c>), a setting, a heading, a metric (<c>val_auc</c>: its best value over epochs) or a split's
    /// metric (<c>test_accuracy</c>); null for a metric that none of the runs has.
    /// </summary>
    public static RunColumn? Resolve(string name, IReadOnlyList<Run> runs)
    {
        string plain = Plain(name);
        return new[] { name, plain, otherNames.GetValueOrDefault(plain, "") }
            .Select(RunColumns.Find).OfType<RunColumn>().FirstOrDefault(column => Exists(column, runs))
            ?? OverEpochs(name, plain, runs)
            ?? OfSplit(name.Trim(), plain, runs);
    }

    /// <summary>The fact or setting of a name before a colon: <c>owner</c>, <c>tag</c>, <c>seed</c>; null for other words.</summary>
    public static RunColumn? Filter(string name) =>
        RunColumns.Find(Plain(name)) ?? RunColumns.Find(otherNames.GetValueOrDefault(Plain(name), ""));

    /// <summary>A known name that is written almost like this one; null if none is.</summary>
    public static string? Near(string name)
    {
        string plain = Plain(name);
        if (plain == "loss" || MetricShortNames.All.Contains(plain)) return $"val_{plain}";
        int most = Math.Clamp(plain.Length / 3, 1, 3);
        return proposed.Select(known => (Name: known, Distance: EditDistance.Of(plain, known)))
            .Where(known => known.Distance <= most)
            .OrderBy(known => known.Distance).ThenBy(known => known.Name.Length).Select(known => known.Name).FirstOrDefault();
    }

    private static string Plain(string name) => name.Trim().ToLowerInvariant().Replace(' ', '_');

    private static RunColumn? OverEpochs(string name, string plain, IReadOnlyList<Run> runs)
    {
        (string kind, string bare) = plain switch
        {
            _ when plain.StartsWith("best_", StringComparison.Ordinal) => ("best", plain["best_".Length..]),
            _ when plain.StartsWith("last_", StringComparison.Ordinal) => ("last", plain["last_".Length..]),
            _ when plain.EndsWith("_at_best", StringComparison.Ordinal) => ("at_best", plain[..^"_at_best".Length]),
            _ => ("best", plain),
        };
        Match match = EpochMetric().Match(bare);
        if (!match.Success) return null;
        string[] metrics = [name, bare, match.Groups[1].Value + MetricShortNames.Full(match.Groups[2].Value)];
        return metrics.Select(metric => RunColumns.Find($"{kind}:{metric}")).OfType<RunColumn>()
            .FirstOrDefault(column => Exists(column, runs));
    }

    private static RunColumn? OfSplit(string name, string plain, IReadOnlyList<Run> runs)
    {
        foreach (string metric in MetricShortNames.All)
        {
            if (!plain.EndsWith("_" + metric, StringComparison.Ordinal)) continue;
            string split = name[..^(metric.Length + 1)];
            string known = runs.SelectMany(run => run.Splits.Keys)
                .FirstOrDefault(key => key.Equals(split, StringComparison.OrdinalIgnoreCase)) ?? split.ToLowerInvariant();
            return RunColumns.Find($"split:{known}:{MetricShortNames.Full(metric)}") is { } column && Exists(column, runs) ? column : null;
        }
        return null;
    }

    // Metrics may have any name; one that no run has is a typing error.
    private static bool Exists(RunColumn column, IReadOnlyList<Run> runs) => column.Kind switch
    {
        ColumnKind.Best or ColumnKind.AtBest or ColumnKind.Last => usual.Contains(column.Metric!)
            || runs.Any(run => run.Best.ContainsKey(column.Metric!) || run.Last.ContainsKey(column.Metric!)),
        ColumnKind.Split => column.Split is "train" or "validation" or "test" || runs.Any(run => run.Splits.ContainsKey(column.Split!)),
        _ => true,
    };

    [GeneratedRegex(@"\A((?:val|train|monitor-.+)_)(.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex EpochMetric();
}
