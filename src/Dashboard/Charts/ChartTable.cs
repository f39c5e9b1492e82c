using Angioboard.Jobs.Lists;

namespace Angioboard.Dashboard.Charts;

/// <summary>A chart's points as rows, for the table on the page and the CSV.</summary>
public sealed class ChartTable
{
    private ChartTable(string head, IReadOnlyList<string> columns, IReadOnlyList<ChartTableRow> rows) =>
        (Head, Columns, Rows) = (head, columns, rows);

    /// <summary>The first column's name.</summary>
    public string Head { get; }

    /// <summary>The other columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows, from top to bottom.</summary>
    public IReadOnlyList<ChartTableRow> Rows { get; }

    /// <summary>Every point of the series, whatever their shape.</summary>
    /// <param name="x">The name of x.</param>
    /// <param name="y">The name of y, for a table with a row for each point.</param>
    /// <param name="extra">The name of the points' extra value; null if they have none.</param>
    /// <param name="series">The series.</param>
    /// <param name="categories">The x of bars.</param>
    public static ChartTable Of(string x, string y, string? extra, IReadOnlyList<ChartSeries> series, IReadOnlyList<string>? categories) =>
        extra is null && series.All(one => one.Points.Select(point => point.X).Distinct().Count() == one.Points.Count)
            ? ByX(x, series, categories)
            : ByPoint(x, y, extra, series);

    /// <summary>Whether each row is a point of a series (the label), not an x.</summary>
    public bool IsByPoint { get; private init; }

    // A row for each x that any series has, in order of x.
    private static ChartTable ByX(string x, IReadOnlyList<ChartSeries> series, IReadOnlyList<string>? categories)
    {
        SortedDictionary<double, double?[]> rows = new();
        for (int s = 0; s < series.Count; s++)
        {
            foreach (ChartPoint point in series[s].Points)
            {
                if (!rows.TryGetValue(point.X, out double?[]? values))
                    rows[point.X] = values = new double?[series.Count];
                values[s] = point.Y;
            }
        }
        return new(x, [.. series.Select(s => s.Name)],
            [.. rows.Select(row => new ChartTableRow(row.Key, Label(row.Key, categories), row.Value))]);
    }

    // A row for each point: a curve such as ROC has several points at one x.
    private static ChartTable ByPoint(string x, string y, string? extra, IReadOnlyList<ChartSeries> series)
    {
        string[] columns = extra is null ? [x, y] : [x, y, extra];
        ChartTableRow Row(ChartSeries one, ChartPoint point) =>
            new(point.X, one.Name, extra is null ? [point.X, point.Y] : [point.X, point.Y, point.Extra]);
        return new("series", columns, [.. series.SelectMany(one => one.Points.Select(point => Row(one, point)))]) { IsByPoint = true };
    }

    /// <summary>The table as RFC 4180 CSV, numbers in full.</summary>
    public string Csv()
    {
        StringWriter text = new();
        using (CsvText csv = new CsvText(text))
        {
            csv.Texts(Columns.Prepend(Head));
            csv.EndRow();
            foreach (ChartTableRow row in Rows)
            {
                if (row.Label is { } label) csv.Text(label);
                else csv.Number(row.X);
                foreach (double? value in row.Values)
                    csv.Number(value);
                csv.EndRow();
            }
        }
        return text.ToString();
    }

    private static string? Label(double x, IReadOnlyList<string>? categories) =>
        categories is not null && x >= 0 && x < categories.Count ? categories[(int)x] : null;
}

/// <summary>One x with the values there, or one point.</summary>
/// <param name="X">The x.</param>
/// <param name="Label">The name of the category or series; null where x is a number.</param>
/// <param name="Values">A value for each column; null where there is none.</param>
public sealed record ChartTableRow(double X, string? Label, IReadOnlyList<double?> Values);
