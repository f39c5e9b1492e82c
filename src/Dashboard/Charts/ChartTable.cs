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

    /// <summary>A row for each x that any series has, in order of x; <paramref name="categories"/> are the x of bars.</summary>
    public static ChartTable ByX(string x, IReadOnlyList<ChartSeries> series, IReadOnlyList<string>? categories)
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

    /// <summary>A row for each series, a column for each category: a heat map as it is drawn.</summary>
    public static ChartTable ByRow(string head, IReadOnlyList<ChartSeries> series, IReadOnlyList<string> categories) =>
        new(head, categories, [.. series.Select((row, index) => new ChartTableRow(index, row.Name, Cells(row, categories.Count)))]);

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

    private static double?[] Cells(ChartSeries row, int columns)
    {
        double?[] cells = new double?[columns];
        foreach (ChartPoint point in row.Points.Where(point => point.X >= 0 && point.X < columns))
            cells[(int)point.X] = point.Y;
        return cells;
    }
}

/// <summary>One x, or one row of a heat map, with the values there.</summary>
/// <param name="X">The x, or the row's index.</param>
/// <param name="Label">The name of the category or row; null where x is a number.</param>
/// <param name="Values">A value for each column; null where there is none.</param>
public sealed record ChartTableRow(double X, string? Label, IReadOnlyList<double?> Values);
