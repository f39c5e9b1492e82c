using System.Globalization;
using System.Text;
using Angioboard.Core.Drawing;
using Angioboard.Dashboard.Charts.Saving;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Lists;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Charts.Confusion;

/// <summary>
/// A confusion matrix as a table: counts, and their share of the true class, which is also the depth of the cell's colour.
/// </summary>
public sealed partial class ConfusionTable
{
    /// <summary>The title, also in names of saved files.</summary>
    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>The class names.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<string> Classes { get; set; }

    /// <summary>Exams by true class (rows) and predicted class.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<IReadOnlyList<int>> Counts { get; set; }

    /// <summary>The cell whose exams are listed.</summary>
    [Parameter] public ConfusionCell? Chosen { get; set; }

    /// <summary>A cell was clicked; without it cells are plain.</summary>
    [Parameter] public EventCallback<ConfusionCell> OnCell { get; set; }

    /// <summary>What the page's charts are made of, for saved files.</summary>
    [CascadingParameter] public ChartSource? Source { get; set; }

    /// <summary>The reader's time zone, for the day on saved charts.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>Calls scripts in the browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    /// <summary>The clock, for the day in saved files.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The table as CSV: a row for each true class.</summary>
    internal string Csv()
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        using (CsvText csv = new(text))
        {
            csv.Texts(Classes.Prepend("true class"));
            csv.EndRow();
            for (int row = 0; row < Classes.Count; row++)
            {
                csv.Text(Classes[row]);
                foreach (int count in Counts[row]) csv.Number(count);
                csv.EndRow();
            }
        }
        return text.ToString();
    }

    private double Share(int row, int column) =>
        Counts[row].Sum(count => (long)count) is var total and > 0 ? (double)Counts[row][column] / total : 0;

    private string Percent(int row, int column) =>
        Counts[row][column] > 0 ? Share(row, column).ToString("0 %", CultureInfo.InvariantCulture) : "";

    private string Words(int row, int column) => $"{Counts[row][column]} {Means(row, column)}";

    private string Means(int row, int column) =>
        $"{Classes[row]} {(Counts[row][column] == 1 ? "exam" : "exams")} predicted as {Classes[column]}";

    private string CellClass(int row, int column) => CellShade.Class(Share(row, column));

    private string? Depth(int row, int column) => Share(row, column) is var share and > 0 ? CellShade.Style(share) : null;

    private Task SaveFigure(FigureChoice choice)
    {
        Figure figure = new()
        {
            Title = Title,
            Subtitle = ChartSource.Line(Source, Reader.Local(Time.GetUtcNow())),
            Kind = FigureKind.Confusion,
            Categories = Classes,
            Series = [.. Counts.Select((row, t) =>
                new FigureSeries(Classes[t], [], [.. row.Select(count => (double)count)], PaperColours.Series[0], 0))],
        };
        return FileSaver.SaveAsync(Script, figure, choice, extension => ChartSource.FileOf(Source, Title, extension));
    }

    private Task SaveCsv() =>
        FileSaver.SaveAsync(Script, ChartSource.FileOf(Source, Title, "csv"), "text/csv", Encoding.UTF8.GetBytes(Csv()));
}
