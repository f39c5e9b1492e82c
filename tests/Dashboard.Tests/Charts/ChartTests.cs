using Angioboard.Dashboard.Charts;
using AngleSharp.Dom;
using Bunit;
using MudBlazor.Services;

namespace Angioboard.Dashboard.Tests.Charts;

public sealed class ChartTests
{
    private static readonly ChartSeries train = new() { Name = "train", Points = [new(0, 1.5), new(1, 0.75), new(2, 0.5)] };
    private static readonly ChartSeries validation = new() { Name = "validation", Points = [new(0, 1.25), new(2, null)] };

    [Fact]
    public async Task It_describes_in_words_what_it_shows()
    {
        await using BunitContext context = Context();

        IRenderedComponent<Chart> chart = context.Render<Chart>(p => p.Add(c => c.Title, "Loss").Add(c => c.Series, [train, validation]));

        IElement canvas = chart.Find(".chart-canvas[role=img]");
        Assert.Equal("Loss. train: last 0.5, lowest 0.5, highest 1.5. validation: 1.25.", canvas.GetAttribute("aria-label"));
        Assert.Equal("Loss", chart.Find("figure").GetAttribute("aria-label"));
        Assert.All(chart.FindAll("button"), button => Assert.False(string.IsNullOrEmpty(button.GetAttribute("aria-label"))));
    }

    [Fact]
    public async Task Its_points_are_a_table_when_asked_for()
    {
        await using BunitContext context = Context();
        IRenderedComponent<Chart> chart =
            context.Render<Chart>(p => p.Add(c => c.Title, "Loss").Add(c => c.XTitle, "epoch").Add(c => c.Series, [train, validation]));
        Assert.Empty(chart.FindAll("table"));

        await chart.Find("button[aria-label='Loss as a table']").ClickAsync(new());

        Assert.Equal(["epoch", "train", "validation"], chart.FindAll("thead th").Select(th => th.TextContent));
        Assert.Equal(["0 1.5 1.25", "1 0.75 ", "2 0.5 "], chart.FindAll("tbody tr")
            .Select(tr => string.Join(' ', tr.Children.Select(cell => cell.TextContent.Trim()))));
    }

    [Fact]
    public async Task A_heat_maps_cells_can_be_opened_from_the_table()
    {
        await using BunitContext context = Context();
        ChartCell? opened = null;
        ChartSeries[] rows =
            [new() { Name = "benign", Points = [new(0, 30), new(1, 2)] }, new() { Name = "leak", Points = [new(0, 4), new(1, 22)] }];
        IRenderedComponent<Chart> chart = context.Render<Chart>(p => p
            .Add(c => c.Title, "Confusion").Add(c => c.Kind, ChartKind.Heatmap).Add(c => c.YTitle, "true")
            .Add(c => c.Categories, ["benign", "leak"])
            .Add(c => c.Series, rows).Add(c => c.OnCellClick, cell => opened = cell));

        await chart.Find("button[aria-label='Confusion as a table']").ClickAsync(new());
        await chart.FindAll("tbody tr")[1].QuerySelectorAll("button")[0].ClickAsync(new());

        Assert.Equal(new ChartCell(1, 0), opened);
    }

    [Fact]
    public async Task Series_that_only_grow_get_new_points_appended()
    {
        await using BunitContext context = new();
        context.Services.AddMudServices();
        BunitJSModuleInterop module = context.JSInterop.SetupModule("./js/chart.js");
        BunitJSModuleInterop drawing = module.SetupModule("create", _ => true);
        drawing.Mode = JSRuntimeMode.Loose;
        List<ChartPoint> points = [new(0, 1), new(1, 2)];
        IRenderedComponent<Chart> chart =
            context.Render<Chart>(p => p.Add(c => c.Title, "Loss").Add(c => c.Series, [new() { Name = "train", Points = points }]));

        points.Add(new(2, 3));
        chart.Render();
        chart.Render(p => p.Add(c => c.Series, [new() { Name = "train", Points = [new(0, 1), new(1, 2), new(2, 3), new(3, 4)] }]));
        chart.Render(p => p.Add(c => c.Series, [new() { Name = "train", Points = [new(0, 9)] }]));

        Assert.Equal(["append", "append", "redraw"], drawing.Invocations.Select(call => call.Identifier));
        Assert.Equal([[[2, 3]]], Assert.IsType<double?[][][]>(drawing.Invocations.ElementAt(0).Arguments[0]));
        Assert.Equal([[[3, 4]]], Assert.IsType<double?[][][]>(drawing.Invocations.ElementAt(1).Arguments[0]));
    }

    [Fact]
    public void The_csv_has_full_numbers_and_no_formulas()
    {
        ChartTable table =
            ChartTable.ByX("epoch",
                [new() { Name = "=cmd()", Points = [new(0, 0.1 + 0.2)] }, new() { Name = "a,b", Points = [new(1, 2)] }], null);

        Assert.Equal("epoch,'=cmd(),\"a,b\"\r\n0,0.30000000000000004,\r\n1,,2\r\n", table.Csv());
    }

    [Fact]
    public void Forty_runs_look_different_and_a_run_looks_the_same_everywhere()
    {
        Assert.Equal(40, Enumerable.Range(1, 40).Select(Palette.Of).Distinct().Count());
        Assert.NotEqual(Palette.Of(3).Dash, Palette.Of(4).Dash);
        Assert.Equal(Palette.Of(7), Palette.Of(7));
    }

    private static BunitContext Context()
    {
        BunitContext context = new();
        context.Services.AddMudServices();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        return context;
    }
}
