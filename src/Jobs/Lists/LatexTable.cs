using System.Text;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>Writes all rows of a query, with its columns, as a LaTeX table (package booktabs): rounded, best values bold.</summary>
public static class LatexTable
{
    /// <summary>The table; with grouping one row per group, numbers as mean ± standard deviation. Times are in the zone.</summary>
    public static string Of(RunRows result, TimeZoneInfo zone)
    {
        bool grouped = result.Query.Grouping != RunGrouping.None;
        RunColumn[] columns = grouped ? RunExport.GroupColumns(result) : [.. result.Columns];
        StringBuilder text = new();
        text.Append("\\begin{tabular}{").Append(grouped ? "lr" : "");
        foreach (RunColumn column in columns) text.Append(column.IsNumber && column.Format != ColumnFormat.Time ? 'r' : 'l');
        text.Append("}\n\\toprule\n");
        string[] first = grouped ? [result.Query.Grouping == RunGrouping.Experiment ? "Experiment" : "Settings", "$n$"] : [];
        Row(text, [.. first, .. columns.Select(column =>
            LatexText.Escape(column.Format == ColumnFormat.Time ? $"{column.Title} ({zone.Id})" : column.Title))]);
        text.Append("\\midrule\n");
        if (grouped)
        {
            foreach (RunGroup group in result.Groups)
                Row(text,
                    [LatexText.Escape(group.Title), $"${group.Members.Count}$",
                        .. columns.Select(column => Cell(column, group.Of(column), result.Marks, zone))]);
        }
        else
        {
            foreach (Run run in result.Runs) Row(text, [.. columns.Select(column => Cell(column, run, result.Marks, zone))]);
        }
        string table = text.Append("\\bottomrule\n\\end{tabular}\n").ToString();
        return $"% \\usepackage{{booktabs}}\n{(table.Contains("\\angiochar", StringComparison.Ordinal) ? LatexText.Preamble : "")}{table}";
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.AppendJoin(" & ", cells).Append(" \\\\\n");

    private static string Cell(RunColumn column, Run run, BestMarks marks, TimeZoneInfo zone)
    {
        if (column.Format == ColumnFormat.Time) return Time(column.Number!(run), zone);
        string shown = column.Show(run);
        if (!column.IsNumber || column.Format is not (ColumnFormat.Exact or ColumnFormat.Measured) || shown.Length == 0)
            return LatexText.Escape(shown);
        return marks.IsBest(column, column.Number!(run)) ? $"$\\mathbf{{{Math(shown)}}}$" : $"${Math(shown)}$";
    }

    private static string Cell(RunColumn column, GroupValue value, BestMarks marks, TimeZoneInfo zone)
    {
        if (column.Format == ColumnFormat.Time) return Time(value.Mean, zone);
        string shown = value.Show(column.Format);
        if (!column.IsNumber || column.Format is not (ColumnFormat.Exact or ColumnFormat.Measured) || shown.Length == 0)
            return LatexText.Escape(shown).Replace("±", "$\\pm$", StringComparison.Ordinal);
        string math = string.Join(" \\pm ", shown.Split(" ± ").Select(Math));
        return marks.IsBest(column, value) ? $"$\\mathbf{{{math}}}$" : $"${math}$";
    }

    private static string Time(double? ticks, TimeZoneInfo zone) => ticks is { } time
        ? TimeZoneInfo.ConvertTime(new DateTimeOffset((long)time, TimeSpan.Zero), zone)
            .ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)
        : "";

    // 1e-05 as a power of ten.
    private static string Math(string number)
    {
        int e = number.IndexOfAny(['e', 'E']);
        if (e < 0) return number;
        string mantissa = number[..e], exponent = int.Parse(number[(e + 1)..], System.Globalization.CultureInfo.InvariantCulture)
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        return mantissa == "1" ? $"10^{{{exponent}}}" : $"{mantissa} \\cdot 10^{{{exponent}}}";
    }
}
