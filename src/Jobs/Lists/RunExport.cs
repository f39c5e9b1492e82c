using System.Globalization;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>Writes all rows of a query, with its columns, as CSV: numbers in full, times as ISO 8601.</summary>
public static class RunExport
{
    /// <summary>Writes the rows; with grouping one row per group, each number as its mean and standard deviation.</summary>
    public static void Csv(RunRows result, TextWriter writer)
    {
        // A spreadsheet treats a text that begins with =, +, - or @ as a formula, and people write names and notes freely.
        using CsvText csv = new(writer, "\n") { QuotesFormulas = true };
        if (result.Query.Grouping == RunGrouping.None) Runs(result, csv);
        else Groups(result, csv);
    }

    private static void Runs(RunRows result, CsvText csv)
    {
        // The id always comes first: without it, a row cannot be traced back to its run.
        RunColumn[] columns = [RunColumns.Find("id")!, .. result.Columns.Where(column => column.Key != "id")];
        foreach (RunColumn column in columns)
        {
            csv.Text(column.Key);
            if (column.Kind == ColumnKind.Best) csv.Text(column.Key + " epoch");
        }
        csv.EndRow();
        foreach (Run run in result.Runs)
        {
            foreach (RunColumn column in columns)
            {
                if (column.IsNumber) Number(csv, column, column.Number!(run));
                else csv.Text(column.Show(run));
                if (column.Kind == ColumnKind.Best) csv.Number(column.Epoch!(run));
            }
            csv.EndRow();
        }
    }

    private static void Groups(RunRows result, CsvText csv)
    {
        RunColumn[] columns = GroupColumns(result);
        csv.Text(result.Query.Grouping == RunGrouping.Experiment ? "experiment" : "settings");
        csv.Text("n");
        foreach (RunColumn column in columns)
        {
            if (!column.IsNumber || column.Format == ColumnFormat.Time)
            {
                csv.Text(column.Key);
                continue;
            }
            csv.Text(column.Key + " mean");
            csv.Text(column.Key + " sd");
            csv.Text(column.Key + " n");
        }
        csv.EndRow();
        foreach (RunGroup group in result.Groups)
        {
            csv.Text(group.Title);
            csv.Number(group.Members.Count);
            foreach (RunColumn column in columns)
            {
                GroupValue value = group.Of(column);
                if (column.IsNumber) Number(csv, column, value.Mean);
                else csv.Text(value.Text ?? "");
                if (!column.IsNumber || column.Format == ColumnFormat.Time) continue;
                csv.Number(value.Deviation);
                csv.Number(value.Count);
            }
            csv.EndRow();
        }
    }

    /// <summary>The columns that describe a group, without the names of its members.</summary>
    public static RunColumn[] GroupColumns(RunRows result) =>
        [.. result.Columns.Where(column => column.Key is not ("name" or "id" or "experiment" or "seed" or "progress"))];

    private static void Number(CsvText csv, RunColumn column, double? value)
    {
        if (column.Format == ColumnFormat.Time && value is { } ticks)
            csv.Text(new DateTimeOffset((long)ticks, TimeSpan.Zero).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        else csv.Number(value);
    }
}
