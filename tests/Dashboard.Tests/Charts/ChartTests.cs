using System.Text.RegularExpressions;
using Angioboard.Core.Drawing;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Dashboard.Charts;
using Angioboard.Dashboard.Charts.Confusion;
using Angioboard.Dashboard.Charts.Saving;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
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
        Assert.All(chart.FindAll("button, summary"), button => Assert.False(string.IsNullOrEmpty(button.GetAttribute("aria-label"))));
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
    public async Task Series_that_only_grow_are_appended_to()
    {
        await using BunitContext context = new();
        context.Services.AddSingleton(TimeProvider.System).AddMudServices();
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
        ChartTable table = ChartTable.Of("epoch", "y", null,
            [new() { Name = "=cmd()", Points = [new(0, 0.1 + 0.2)] }, new() { Name = "a,b", Points = [new(1, 2)] }], null);

        Assert.Equal("epoch,'=cmd(),\"a,b\"\r\n0,0.30000000000000004,\r\n1,,2\r\n", table.Csv());
    }

    [Fact]
    public void The_csv_of_a_roc_curve_holds_every_corner_and_gives_the_area_that_is_shown()
    {
        RocCurve curve = Evaluator.Evaluate(
            [new SplitPredictions("test", [.. Enumerable.Range(0, 60).Select(i => new ExamPrediction($"e{i}", i % 3, Row(i)))])],
            new EvaluationOptions(["a", "b", "c"], Resamples: 2), null, Xunit.TestContext.Current.CancellationToken).Splits["test"].Roc[1];
        ChartSeries series =
            new() { Name = "b", Points = [.. curve.FalsePositiveRate.Zip(curve.TruePositiveRate, (x, y) => new ChartPoint(x, y, 0.5))] };

        string[] lines = ChartTable.Of("false positive rate", "true positive rate", "threshold", [series], null).Csv()
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        double[][] points = [.. lines.Skip(1).Select(line =>
            line.Split(',')[1..3].Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        double area = points.Zip(points.Skip(1), (from, to) => (to[0] - from[0]) * (to[1] + from[1]) / 2).Sum();
        Assert.Equal("series,false positive rate,true positive rate,threshold", lines[0]);
        Assert.Equal(curve.FalsePositiveRate.Count, points.Length);
        Assert.True(points.Select(point => point[0]).Distinct().Count() < points.Length);
        Assert.Equal(curve.Area!.Value, area, 1e-12);

        static double[] Row(int i)
        {
            double b = (i * 37 % 60 + (i % 3 == 1 ? 25 : 0)) / 100.0;
            return [(1 - b) / 2, b, (1 - b) / 2];
        }
    }

    [Fact]
    public void A_pale_series_is_not_counted_for_the_legend_and_has_its_name_in_the_csv()
    {
        ChartTable table =
            ChartTable.Of("epoch", "y", null, [train with { Faint = true }, train with { Name = "train, smoothed 0.60" }], null);

        Assert.Equal(["train", "train, smoothed 0.60"], table.Columns);
    }

    [Theory]
    [InlineData("ROC, test", "demo-Train_3-roc-test.svg")]
    [InlineData("Loss", "demo-Train_3-loss.svg")]
    [InlineData("AUC (one-vs-rest, macro), validation", "demo-Train_3-auc-one-vs-rest-macro-validation.svg")]
    public void A_saved_chart_is_named_after_its_run_and_title(string title, string file)
    {
        ChartSource source = ChartSource.Of(["demo/Train_3"], ["demo/Train_3"], ["study"]);

        Assert.Equal(file, ChartSource.FileOf(source, title, "svg"));
        Assert.Equal("demo/Train_3 · study · 2026-11-29",
            ChartSource.Line(source, new DateTimeOffset(2026, 11, 29, 23, 0, 0, TimeSpan.Zero)));
        Assert.Equal("loss.csv", ChartSource.FileOf(null, "Loss", "csv"));
    }

    [Fact]
    public async Task A_chart_is_saved_as_a_figure_with_the_run_below_its_title()
    {
        await using BunitContext context = Context();
        JSRuntimeInvocationHandler save = context.JSInterop.SetupModule("./js/save.js").SetupVoid("save", _ => true);
        save.SetVoidResult();
        IRenderedComponent<Chart> chart = context.Render<Chart>(p => p
            .Add(c => c.Title, "Loss").Add(c => c.XTitle, "epoch").Add(c => c.WholeX, true).Add(c => c.Series, [train, validation])
            .AddCascadingValue(ChartSource.Of(["demo/Train_3"], ["demo/Train_3"], ["study"])));

        await chart.Find("button[aria-label='Loss as SVG, one column, 85 mm']").ClickAsync(new());
        await chart.Find("button[aria-label='Loss as CSV']").ClickAsync(new());

        chart.WaitForAssertion(() => Assert.Equal(2, save.Invocations.Count));
        Assert.Equal(["demo-Train_3-loss.svg", "demo-Train_3-loss.csv"], save.Invocations.Select(call => call.Arguments[0]));
        string svg = System.Text.Encoding.UTF8.GetString(Assert.IsType<byte[]>(save.Invocations.ElementAt(0).Arguments[2]));
        Assert.Contains("aria-label=\"demo/Train_3 · study · ", svg, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"validation\"", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confusion_matrix_is_a_table_of_cells_that_say_what_they_count()
    {
        await using BunitContext context = Context();
        ConfusionCell? opened = null;
        IRenderedComponent<ConfusionTable> matrix = context.Render<ConfusionTable>(p => p
            .Add(c => c.Title, "Confusion matrix, test").Add(c => c.Classes, ["Staining", "Pooling"])
                .Add(c => c.Counts, [[20, 2], [0, 1]]).Add(c => c.OnCell, cell => opened = cell));

        await matrix.Find("button[title='2 Staining exams predicted as Pooling']").ClickAsync(new());

        Assert.Equal(new ConfusionCell(0, 1), opened);
        Assert.Equal(["20", "91 %", "2", "9 %", "0", "", "1", "100 %"],
            matrix.FindAll(".confusion-cell > :not(.visually-hidden)").Select(part => part.TextContent));
        Assert.Equal("1 Pooling exam predicted as Pooling", matrix.FindAll(".confusion-cell")[3].GetAttribute("title"));
        Assert.Null(matrix.FindAll(".confusion-cell")[2].GetAttribute("style"));
        Assert.NotNull(matrix.FindAll(".confusion-cell")[1].GetAttribute("style"));
        Assert.Equal("true class,Staining,Pooling\r\nStaining,20,2\r\nPooling,0,1\r\n", matrix.Instance.Csv());
    }

    [Fact]
    public void Forty_runs_look_different_and_a_run_looks_the_same_everywhere()
    {
        Assert.Equal(40, Enumerable.Range(1, 40).Select(Palette.Of).Distinct().Count());
        Assert.NotEqual(Palette.Of(3).Dash, Palette.Of(4).Dash);
        Assert.Equal(Palette.Of(7), Palette.Of(7));
    }

    [Fact]
    public void A_colour_is_the_same_on_a_light_page_and_on_paper()
    {
        string css = Regex.Replace(File.ReadAllText(Path.Combine(GoldenFiles.Repository, "wwwroot-assets", "css", "app.css")), @"\s+", " ");
        int dark = css.IndexOf("[data-theme=dark] { --chart-1", StringComparison.Ordinal);
        string light = css[css.IndexOf(":root { --chart-1", StringComparison.Ordinal)..dark];

        string[] colours = [.. Regex.Matches(light, "--chart-[0-9]+: (#[0-9a-f]{6});")
            .Select(match => match.Groups[1].Value)];

        Assert.Equal(PaperColours.Series, colours);
        Assert.Equal(PaperColours.Series, Enumerable.Range(0, 10).Select(key => Palette.OnPaper(Palette.Of(key).Color)));
        Assert.Equal("#123456", Palette.OnPaper("#123456"));
    }

    private static BunitContext Context()
    {
        BunitContext context = new();
        context.Services.AddSingleton(TimeProvider.System).AddMudServices();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        return context;
    }
}
