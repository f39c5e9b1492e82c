using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Charts;

/// <summary>
/// One ApexCharts chart (js/chart.js draws it once it comes into view) with its summary, table, SVG and CSV. Given new series, it
/// finds what changed: points are appended to series that only grew; anything else is redrawn.
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

    /// <summary>The names along x of bars and heat maps.</summary>
    [Parameter] public IReadOnlyList<string>? Categories { get; set; }

    /// <summary>The label of the x axis, with unit.</summary>
    [Parameter] public string XTitle { get; set; } = "";

    /// <summary>The label of the y axis, with unit.</summary>
    [Parameter] public string YTitle { get; set; } = "";

    /// <summary>Whether x is a number or a time.</summary>
    [Parameter] public XAxisKind XKind { get; set; }

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

    /// <summary>Shows points on lines.</summary>
    [Parameter] public bool Markers { get; set; }

    /// <summary>Shows the legend; by default only for several series.</summary>
    [Parameter] public bool? Legend { get; set; }

    /// <summary>The canvas' fixed height in pixels.</summary>
    [Parameter] public int Height { get; set; } = 280;

    /// <summary>The chart in words; without it each series' last, lowest and highest value.</summary>
    [Parameter] public string? Summary { get; set; }

    /// <summary>A class for the figure.</summary>
    [Parameter] public string? Class { get; set; }

    /// <summary>The pointer entered a point.</summary>
    [Parameter] public EventCallback<ChartHover> OnPointHover { get; set; }

    /// <summary>The pointer entered a series (its index) or left it (null).</summary>
    [Parameter] public EventCallback<int?> OnSeriesHover { get; set; }

    /// <summary>A cell of a heat map was clicked, or its button in the table.</summary>
    [Parameter] public EventCallback<ChartCell> OnCellClick { get; set; }

    /// <summary>Calls scripts in the browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    private bool Zoomable => Kind is ChartKind.Line or ChartKind.Area or ChartKind.Scatter;

    private string SummaryText => Summary ?? ChartSummary.Of(Series, YFormat);

    private ChartTable Table => Kind == ChartKind.Heatmap
        ? ChartTable.ByRow(YTitle, Series, Categories ?? [])
        : ChartTable.ByX(XTitle.Length > 0 ? XTitle : "x", Series, Categories);

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

    private async Task ResetZoom() => await (drawing?.ResetZoomAsync() ?? ValueTask.CompletedTask);

    private async Task SaveSvg() => await (drawing?.SaveSvgAsync(FileName) ?? ValueTask.CompletedTask);

    private async Task SaveCsv() => await (drawing?.SaveAsync($"{FileName}.csv", Table.Csv()) ?? ValueTask.CompletedTask);

    private string FileName => string.Concat(Title.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
}
