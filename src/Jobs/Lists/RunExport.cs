using System.Globalization;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using CsvHelper;

namespace Angioboard.Jobs.Lists;

/// <summary>Writes all rows that a query found, with the columns it shows, as CSV: numbers in full, times as ISO 8601.</summary>
public static class RunExport
{
    /// <summary>Writes the rows; with grouping a row a group, each number as its mean and standard deviation.</summary>
    public static void Csv(RunRows result, TextWriter writer)
    {
        // A spreadsheet takes a text that begins with =, +, - or @ for a formula, and people write names and notes.
        using CsvWriter csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        if (result.Query.Grouping == RunGrouping.None) Runs(result, csv);
        else Groups(result, csv);
    }

    private static void Runs(RunRows result, CsvWriter csv)
    {
        // The id leads, whatever is shown: a row without it cannot be found again.
        RunColumn[] columns = [RunColumns.Find("id")!, .. result.Columns.Where(column => column.Key != "id")];
        foreach (RunColumn column in columns)
        {
            csv.WriteField(column.Key);
            if (column.Kind == ColumnKind.Best) csv.WriteField(column.Key + " epoch");
        }
        csv.EndRecord();
        foreach (Run run in result.Runs)
        {
            foreach (RunColumn column in columns)
            {
                if (column.IsNumber) Number(csv, column, column.Number!(run));
                else Text(csv, column.Show(run));
                if (column.Kind == ColumnKind.Best) csv.WriteField(column.Epoch!(run));
            }
            csv.EndRecord();
        }
    }

    private static void Groups(RunRows result, CsvWriter csv)
    {
        RunColumn[] columns = GroupColumns(result);
        csv.WriteField(result.Query.Grouping == RunGrouping.Experiment ? "experiment" : "settings");
        csv.WriteField("n");
        foreach (RunColumn column in columns)
        {
            if (!column.IsNumber || column.Format == ColumnFormat.Time)
            {
                csv.WriteField(column.Key);
                continue;
            }
            csv.WriteField(column.Key + " mean");
            csv.WriteField(column.Key + " sd");
            csv.WriteField(column.Key + " n");
        }
        csv.EndRecord();
        foreach (RunGroup group in result.Groups)
        {
            Text(csv, group.Title);
            csv.WriteField(group.Members.Count);
            foreach (RunColumn column in columns)
            {
                GroupValue value = group.Of(column);
                if (column.IsNumber) Number(csv, column, value.Mean);
                else Text(csv, value.Text ?? "");
                if (!column.IsNumber || column.Format == ColumnFormat.Time) continue;
                csv.WriteField(value.Deviation);
                csv.WriteField(value.Count);
            }
            csv.EndRecord();
        }
    }

    /// <summary>The columns that say something of a group: not its members' names.</summary>
    public static RunColumn[] GroupColumns(RunRows result) => [.. result.Columns.Where(column => column.Key is not ("name" or "id" or "experiment" or "seed" or "progress"))];

    // The writer knows the plain signs, and quotes what it guards; the others are guarded here.
    private static void Text(CsvWriter csv, string text) => csv.WriteField(text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? text : CsvFormula.Guard(text));

    private static void Number(CsvWriter csv, RunColumn column, double? value)
    {
        if (column.Format == ColumnFormat.Time && value is { } ticks)
            csv.WriteField(new DateTimeOffset((long)ticks, TimeSpan.Zero).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        else csv.WriteField(value);
    }
}
