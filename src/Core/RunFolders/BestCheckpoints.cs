using System.Globalization;
using System.Text.RegularExpressions;
using Angioboard.Core.Settings;

namespace Angioboard.Core.RunFolders;

/// <summary>Names of best checkpoints: <c>best-val_loss=0.123456.ckpt</c>. A trainer that was killed may have left more than one.</summary>
public static partial class BestCheckpoints
{
    /// <summary>The file name for a value of a metric.</summary>
    public static string NameOf(CheckpointMetric metric, double value) =>
        $"best-{metric.Key()}={value.ToString("F6", CultureInfo.InvariantCulture)}.ckpt";

    /// <summary>The metric and value in a file name; null if it is not such a name.</summary>
    public static (CheckpointMetric Metric, double Value)? Parse(string name)
    {
        if (Name().Match(name) is not { Success: true } match) return null;
        foreach (CheckpointMetric metric in Enum.GetValues<CheckpointMetric>())
        {
            if (metric.Key() == match.Groups["metric"].Value)
                return (metric, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));
        }
        return null;
    }

    /// <summary>The best checkpoint of a folder: of the metric written last, the best value; null if there is none.</summary>
    public static string? Find(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        string[] files = [.. Directory.EnumerateFiles(folder, "best-*=*.ckpt").Order(StringComparer.Ordinal)];
        if (files.Length < 2) return files.FirstOrDefault();
        (string Path, CheckpointMetric Metric, double Value)[] known =
            [.. files.Select(path => (path, Parse(Path.GetFileName(path)))).Where(file => file.Item2 is not null)
                .Select(file => (file.path, file.Item2!.Value.Metric, file.Item2.Value.Value))];
        if (known.Length == 0) return files[^1];
        CheckpointMetric last = known.MaxBy(file => File.GetLastWriteTimeUtc(file.Path)).Metric;
        return known.Where(file => file.Metric == last).Aggregate((best, file) => last.Improves(file.Value, best.Value) ? file : best).Path;
    }

    [GeneratedRegex(@"\Abest-(?<metric>[a-z0-9_]+)=(?<value>-?\d+\.\d{6})\.ckpt\z")]
    private static partial Regex Name();
}
