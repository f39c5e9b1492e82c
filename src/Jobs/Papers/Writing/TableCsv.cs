using Angioboard.Core.Files;
using Angioboard.Jobs.Lists;

namespace Angioboard.Jobs.Papers.Writing;

/// <summary>Writes a table as CSV, with figures in full.</summary>
internal static class TableCsv
{
    /// <exception cref="Core.InputException">The file cannot be written.</exception>
    public static void Write(string path, PaperTable table) => AtomicFile.Write(path, stream =>
    {
        using CsvText csv = new(stream);
        csv.Texts(table.Columns.SelectMany(column => column.Fields));
        csv.EndRow();
        foreach (IReadOnlyList<PaperCell> row in table.Rows)
        {
            foreach (object? value in row.SelectMany(cell => cell.Values))
            {
                if (value is string text) csv.Text(text);
                else csv.Number((double?)value);
            }
            csv.EndRow();
        }
        csv.Flush();
    });
}
