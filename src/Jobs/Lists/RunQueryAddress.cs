using System.Globalization;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>
/// Writes a <see cref="RunQuery"/> as the query of an address and reads it back. Defaults are left out, so that the plain list has an empty
/// query. What cannot be read is ignored and reported.
/// </summary>
public static class RunQueryAddress
{
    private const string NoEyes = "none";

    // Each is a cell in every row of the page.
    private const int MostColumns = 200;

    /// <summary>The query without its question mark: <c>q=val_loss%3C0.5&amp;sort=-best:val_loss</c>.</summary>
    public static string Write(RunQuery query)
    {
        RunQuery usual = new();
        List<string> parts = [];
        Add("q", query.Search.Trim(), usual.Search);
        foreach (RunStatus status in query.Statuses) Add("status", status.ToString().ToLowerInvariant(), null);
        foreach (string dataset in query.Datasets) Add("dataset", dataset, null);
        foreach (string tag in query.Tags) Add("tag", tag, null);
        foreach (string owner in query.Owners) Add("owner", owner, null);
        if (query.Launch is { } launch) Add("launch", launch, null);
        Add("shelf", Name(query.Shelf), Name(usual.Shelf));
        Add("group", Name(query.Grouping), Name(usual.Grouping));
        Add("sort", Sort(query), Sort(usual));
        Add("columns", string.Join(',', query.Columns), string.Join(',', usual.Columns));
        Add("hide", query.HideEqual ? "equal" : "", "");
        Add("delta", query.Delta ? "on" : "", "");
        if (query.Curves is { } curves)
        {
            Add("curves", curves.Metric, null);
            if (curves.Runs is { } eyes) Add("eyes", eyes.Count == 0 ? NoEyes : string.Join(',', eyes), null);
        }
        Add("size", Number(query.PageSize), Number(usual.PageSize));
        Add("page", Number(query.Page), Number(usual.Page));
        return string.Join('&', parts);

        void Add(string name, string value, string? leftOut)
        {
            if (value != leftOut) parts.Add($"{name}={Escape(value)}");
        }
    }

    /// <summary>Reads the query of an address, with or without its question mark. Unknown names are ignored.</summary>
    public static (RunQuery Query, IReadOnlyList<string> Problems) Read(string address)
    {
        RunQuery query = new();
        List<string> problems = [];
        foreach ((string name, string value) in Pairs(address))
        {
            query = name switch
            {
                "q" => query with { Search = value },
                "status" => Parsed<RunStatus>(value) is { } status
                    ? query with { Statuses = With(query.Statuses, status) }
                    : Unknown("status", value),
                "dataset" => query with { Datasets = With(query.Datasets, value) },
                "tag" => query with { Tags = With(query.Tags, value) },
                "owner" => query with { Owners = With(query.Owners, value) },
                "launch" => query with { Launch = value },
                "shelf" => Parsed<RunShelf>(value) is { } shelf ? query with { Shelf = shelf } : Unknown("shelf", value),
                "group" => Parsed<RunGrouping>(value) is { } grouping ? query with { Grouping = grouping } : Unknown("grouping", value),
                "sort" => Sorted(value),
                "columns" => Shown(value),
                "hide" => value == "equal" ? query with { HideEqual = true } : Unknown("thing to hide", value),
                "delta" => value == "on" ? query with { Delta = true } : Unknown("choice for delta", value),
                "curves" => RunColumns.Find($"last:{value}") is not null
                    ? query with { Curves = new CurvePanel(value, query.Curves?.Runs) }
                    : Unknown("metric", value),
                "eyes" => query with
                {
                    Curves = new CurvePanel(query.Curves?.Metric ?? CurvePanel.UsualMetric, value == NoEyes
                        ? []
                        : [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(CurvePanel.Most)]),
                },
                "size" => Whole(value) is { } size && RunQuery.PageSizes.Contains(size)
                    ? query with { PageSize = size }
                    : Unknown("page size", value),
                "page" => Whole(value) is >= 1 and var page ? query with { Page = page } : Unknown("page", value),
                _ => query,
            };
        }
        return (query, problems);

        RunQuery Unknown(string what, string value)
        {
            problems.Add($"There is no {what} “{value}”.");
            return query;
        }

        RunQuery Sorted(string value)
        {
            string key = value.TrimStart('-');
            if (RunColumns.Find(key) is not { } column) return Unknown("column", key);
            if (column.IsSortable) return query with { Sort = key, Descending = value.StartsWith('-') };
            problems.Add($"Runs are ordered by validation, not by “{column.Title}”: that would be choosing by the test.");
            return query;
        }

        RunQuery Shown(string value)
        {
            string[] keys = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
            foreach (string key in keys.Where(key => RunColumns.Find(key) is null)) problems.Add($"There is no column “{key}”.");
            string[] found = [.. keys.Where(key => RunColumns.Find(key) is not null)];
            if (found.Length > MostColumns)
                problems.Add($"The address names {found.Length} columns; the first {MostColumns} are shown.");
            return found.Length > 0 ? query with { Columns = [.. found.Take(MostColumns)] } : query;
        }
    }

    private static string Sort(RunQuery query) => (query.Descending ? "-" : "") + query.Sort;

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // Readable where the query of an address allows it.
    private static string Escape(string value) => Uri.EscapeDataString(value)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)
        .Replace("%2F", "/", StringComparison.Ordinal);

    private static T? Parsed<T>(string value) where T : struct, Enum =>
        Enum.TryParse(value, ignoreCase: true, out T parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(value[0]) ? parsed : null;

    private static int? Whole(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static IReadOnlyList<T> With<T>(IReadOnlyList<T> list, T value) => list.Contains(value) ? list : [.. list, value];

    private static IEnumerable<(string Name, string Value)> Pairs(string address)
    {
        foreach (string pair in address.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1) continue;
            yield return (Unescape(pair[..equals]), Unescape(pair[(equals + 1)..]));
        }
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
