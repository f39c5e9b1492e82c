namespace Angioboard.Dashboard.Charts.Saving;

/// <summary>What the charts of a page are made of; given to them as a cascading value.</summary>
/// <param name="FileName">The start of names of saved files: <c>demo-Train_3</c>.</param>
/// <param name="About">The line below the title of saved charts: runs and dataset.</param>
public sealed record ChartSource(string FileName, string About)
{
    // A name of twenty runs would be refused by file systems.
    private const int LongestName = 80;

    /// <summary>The source of a page that shows runs.</summary>
    /// <param name="names">The runs' names.</param>
    /// <param name="ids">The runs' ids.</param>
    /// <param name="datasets">The runs' datasets; null where unknown.</param>
    public static ChartSource Of(IReadOnlyList<string> names, IReadOnlyList<string> ids, IEnumerable<string?> datasets)
    {
        string runs = string.Join(", ", names), data = string.Join(", ", datasets.OfType<string>().Distinct());
        string file = ids.Count <= 2 ? string.Join('-', ids.Select(id => id.Replace('/', '-'))) : $"{ids.Count}-runs";
        return new ChartSource(file, data.Length == 0 ? runs : $"{runs} · {data}");
    }

    /// <summary>The name of a file for a chart: <c>demo-Train_3-roc-test.svg</c>.</summary>
    public static string FileOf(ChartSource? source, string title, string extension)
    {
        string words = string.Join('-', title.ToLowerInvariant()
            .Split([.. title.ToLowerInvariant().Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word != "of"));
        string start = source is null
            ? "" : string.Concat(source.FileName.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' ? c : '-')) + "-";
        return $"{(start.Length > LongestName ? start[..LongestName] : start)}{words}.{extension}";
    }

    /// <summary>The line below the title, with the day.</summary>
    public static string Line(ChartSource? source, DateTimeOffset now) =>
        source is null ? $"{now:yyyy-MM-dd}" : $"{source.About} · {now:yyyy-MM-dd}";
}
