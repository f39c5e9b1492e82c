using System.Globalization;
using Angioboard.Core.Evaluation;
using Spectre.Console;

namespace Angioboard.Jobs.CommandLine;

/// <summary>Tables on standard output.</summary>
internal static class Tables
{
    /// <summary>Writes a table; the first columns are text, the others figures.</summary>
    public static void Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, int textColumns = 1)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = 200;
        Table table = new() { Border = TableBorder.Simple };
        for (int i = 0; i < header.Count; i++)
            table.AddColumn(new TableColumn(Markup.Escape(header[i])) { Alignment = i < textColumns ? Justify.Left : Justify.Right, NoWrap = true });
        foreach (IReadOnlyList<string> row in rows) table.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(table);
    }

    /// <summary>A figure with its interval, or a dash.</summary>
    public static string Figure(double? value, Interval? interval) => value is not { } number ? "–"
        : interval is null ? number.ToString("F3", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{number:F3} ({interval.Low:F3}–{interval.High:F3})");
}
