using System.Text;
using Angioboard.Dashboard.Charts.Saving;
using Angioboard.Dashboard.Times;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Charts;

/// <summary>
/// One ApexCharts chart (js/chart.js draws it once it comes into view) with its summary, table, CSV and pictures for paper. Given new
/// series, it finds what changed: points are appended to series that only grew; anything else is redrawn.
/// </summary>
public sealed partial class Chart : IAsyncDisposable
{
    private ElementReference element;
    private ChartDrawing? drawing;
    private bool table;

    /// <summary>The title, also used by screen readers and in names of saved files.</summary>
    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>How the series are drawn.</summary>
    [Parameter] public ChartKind Kind { get; set; }

    /// <summary>The series, drawn in this order.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<ChartSeries> Series { get; set; }

    /// <summary>The names along x of bars.</summary>
    [Parameter] public IReadOnlyList<string>? Categories { get; set; }

    /// <summary>The label of the x axis, with unit.</summary>
    [Parameter] public string XTitle { get; set; } = "";

    /// <summary>The label of the y axis, with unit.</summary>
    [Parameter] public string YTitle { get; set; } = "";

    /// <summary>The name of the points' extra value; null if they have none.</summary>
    [Parameter] public string? ExtraTitle { get; set; }

    /// <summary>Whether x is a number or a time.</summary>
    [Parameter] public XAxisKind XKind { get; set; }

    /// <summary>Ticks at whole numbers of x only, such as epochs.</summary>
    [Parameter] public bool WholeX { get; set; }

    /// <summary>A logarithmic y axis; values of 0 and less are left out.</summary>
    [Parameter] public bool LogY { get; set; }

    /// <summary>The lowest x shown; null fits the points.</summary>
    [Parameter] public double? XMin { get; set; }

    /// <summary>The highest x shown; null fits the points.</summary>
    [Parameter] public double? XMax { get; set; }

    /// <summary>The lowest y shown; null fits the points.</summary>
    [Parameter] public double? YMin { get; set; }

    /// <summary>The highest y shown; null fits the points.</summary>
    [Parameter] public double? YMax { get; set; }

    /// <summary>How y is written.</summary>
    [Parameter] public ChartFormat YFormat { get; set; }

    /// <summary>Labelled vertical lines, such as the best epoch.</summary>
    [Parameter] public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>As wide as high, for ROC and calibration.</summary>
    [Parameter] public bool Square { get; set; }

    /// <summary>A thin dashed line from (0, 0) to (1, 1).</summary>
    [Parameter] public bool Diagonal { get; set; }

    /// <summary>Lines in steps: a point's y holds back to the x before, as precision between two recalls.</summary>
    [Parameter] public bool Steps { get; set; }

    /// <summary>Faint dotted lines across the chart.</summary>
    [Parameter] public IReadOnlyList<ChartLevel> Levels { get; set; } = [];

    /// <summary>Whether the pointer finds single points, as on ROC curves, and not all values at its x.</summary>
    [Parameter] public bool PointHover { get; set; }

    /// <summary>The width of a histogram's bins.</summary>
    [Parameter] public double? BinWidth { get; set; }

    /// <summary>Charts of one group and x axis on a page share the zoomed range and the place of the pointer.</summary>
    [Parameter] public string? Group { get; set; }

    /// <summary>Shows the legend; by default only for several series.</summary>
    [Parameter] public bool? Legend { get; set; }

    /// <summary>The canvas' fixed height in pixels.</summary>
    [Parameter] public int Height { get; set; } = 280;

    /// <summary>The chart in words; without it each series' last, lowest and highest value.</summary>
    [Parameter] public string? Summary { get; set; }

    /// <summary>A class for the figure.</summary>
    [Parameter] public string? Class { get; set; }

    /// <summary>The pointer came near a series (its index) or left the chart (null).</summary>
    [Parameter] public EventCallback<int?> OnSeriesHover { get; set; }

    /// <summary>What the page's charts are made of, for saved files.</summary>
    [CascadingParameter] public ChartSource? Source { get; set; }

    /// <summary>The reader's time zone, for the day on saved charts.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>Calls scripts in the browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    /// <summary>The clock, for the day in saved files.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    internal bool ShowsLegend => Legend ?? Series.Count(series => !series.Faint) > 1;

    private bool Zoomable => Kind != ChartKind.Bar;

    private string SummaryText => Summary ?? ChartSummary.Of(Series, YFormat);

    private ChartTable Table => ChartTable.Of(
        XTitle.Length > 0 ? XTitle : "x", YTitle.Length > 0 ? YTitle : "y", ExtraTitle, Series, Kind == ChartKind.Bar ? Categories : null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (drawing is not null)
            await drawing.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        drawing ??= new ChartDrawing(Script, element, this);
        await drawing.ShowAsync();
    }

    private void ToggleTable() => table = !table;

    private Task SaveFigure(FigureChoice choice) =>
        FileSaver.SaveAsync(Script, ChartFigure.Of(this, ChartSource.Line(Source, Reader.Local(Time.GetUtcNow()))), choice, extension =>
            ChartSource.FileOf(Source, Title, extension));

    private Task SaveCsv() =>
        FileSaver.SaveAsync(Script, ChartSource.FileOf(Source, Title, "csv"), "text/csv", Encoding.UTF8.GetBytes(Table.Csv()));
}
