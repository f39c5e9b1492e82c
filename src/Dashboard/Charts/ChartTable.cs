using System.Globalization;
using System.Text;
using Angioboard.Dashboard.Api;

namespace Angioboard.Dashboard.Charts;

/// <summary>A chart's points as rows, one for each x that any series has: what the table on the page and the CSV show.</summary>
public sealed class ChartTable
{
    private readonly IReadOnlyList<ChartSeries> series;

    /// <summary>Reads the series; <paramref name="categories"/> are the x of bars and heat maps.</summary>
    public ChartTable(string x, IReadOnlyList<ChartSeries> series, IReadOnlyList<string>? categories)
    {
        this.series = series;
        X = x;
        var rows = new SortedDictionary<double, double?[]>();
        for (var s = 0; s < series.Count; s++)
        {
            foreach (var point in series[s].Points)
            {
                if (!rows.TryGetValue(point.X, out var values))
                    rows[point.X] = values = new double?[series.Count];
                values[s] = point.Y;
            }
        }
        Rows = [.. rows.Select(row => new ChartTableRow(row.Key, Label(row.Key, categories), row.Value))];
    }

    /// <summary>The first column's name.</summary>
    public string X { get; }

    /// <summary>The other columns' names.</summary>
    public IEnumerable<string> Columns => series.Select(s => s.Name);

    /// <summary>The rows, by x.</summary>
    public IReadOnlyList<ChartTableRow> Rows { get; }

    /// <summary>The table as RFC 4180 CSV, numbers in full; text that a spreadsheet would run as a formula is quoted by an apostrophe.</summary>
    public string Csv()
    {
        var csv = new StringBuilder();
        csv.AppendJoin(',', Columns.Prepend(X).Select(CsvField.Quote)).Append("\r\n");
        foreach (var row in Rows)
        {
            csv.Append(CsvField.Quote(row.Label ?? row.X.ToString("R", CultureInfo.InvariantCulture)));
            foreach (var value in row.Values)
                csv.Append(',').Append(value?.ToString("R", CultureInfo.InvariantCulture));
            csv.Append("\r\n");
        }
        return csv.ToString();
    }

    private static string? Label(double x, IReadOnlyList<string>? categories) =>
        categories is not null && x >= 0 && x < categories.Count ? categories[(int)x] : null;
}

/// <summary>One x of a chart with each series' value there.</summary>
public sealed record ChartTableRow(double X, string? Label, IReadOnlyList<double?> Values);
