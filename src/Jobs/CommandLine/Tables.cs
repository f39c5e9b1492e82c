using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Spectre.Console;

namespace Angioboard.Jobs.CommandLine;

/// <summary>Tables on standard output.</summary>
internal static class Tables
{
    // A table squeezed into a narrow terminal breaks words letter by letter. The terminal's own line breaks are easier to read.
    private const int Width = 200;

    // With it, intervals of three splits fit 80 columns.
    private const int Gap = 2;

    /// <summary>Writes a table and a blank line; the first columns are text, the others figures.</summary>
    public static void Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, int textColumns = 1)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = Width;
        Table table = new() { Border = TableBorder.None };
        for (int i = 0; i < header.Count; i++)
        {
            table.AddColumn(new TableColumn(Markup.Escape(header[i]))
            {
                Alignment = i < textColumns ? Justify.Left : Justify.Right,
                NoWrap = true,
                Padding = new Padding(0, 0, i < header.Count - 1 ? Gap : 0, 0),
            });
        }
        foreach (IReadOnlyList<string> row in rows) table.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(table);
        console.WriteLine();
    }

    /// <summary>A figure with its interval, or a dash.</summary>
    public static string Figure(double? value, Interval? interval) => value is not { } number ? "–"
        : interval is null ? number.ToString("F3", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{number:F3} ({interval.Low:F3}–{interval.High:F3})");
}
