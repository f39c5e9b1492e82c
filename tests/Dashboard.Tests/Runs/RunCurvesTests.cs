using Angioboard.Core.RunFolders;
using Angioboard.Dashboard.Charts;
using Angioboard.Dashboard.Runs;
using Angioboard.Jobs.Runs;
using Bunit;

namespace Angioboard.Dashboard.Tests.Runs;

/// <summary>The panel of curves beside the list.</summary>
public sealed class RunCurvesTests : IAsyncDisposable
{
    private readonly RunsPageContext context = new();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    [Fact]
    public void The_panel_shows_the_first_runs_then_the_selected_ones()
    {
        Add(1, 0.9, 0.5);
        Add(2, 0.8, 0.4);
        context.Add(3);
        IRenderedComponent<RunsPage> page = context.Page();
        Assert.Empty(page.FindComponents<Chart>());

        page.FindAll(".runs-menus > button").Single(button => button.TextContent == "Curves").Click();
        Assert.Equal(["demo/Train_2", "demo/Train_1"], Curves(page));
        Assert.EndsWith("?curves=val_loss", context.Navigation.Uri, StringComparison.Ordinal);
        page.Find("[aria-label='Select demo/Train_1']").Click();

        Assert.Equal(["demo/Train_1"], Curves(page));
        ChartSeries series = page.FindComponent<Chart>().Instance.Series[0];
        Assert.Equal([new ChartPoint(1, 0.9), new ChartPoint(2, 0.5)], series.Points);
        Assert.Equal(Palette.Of(context.Store.Find("demo/Train_1")!.Key).Color, series.Color);
    }

    [Fact]
    public void An_eye_opens_the_panel_and_hides_and_shows_its_run()
    {
        Add(1, 0.9);
        Add(2, 0.8);
        IRenderedComponent<RunsPage> page = context.Page();

        page.Find("[aria-label='Curves of demo/Train_1']").Click();
        Assert.Equal(["demo/Train_1"], Curves(page));
        page.Find("[aria-label='Curves of demo/Train_2']").Click();
        Assert.Equal(["demo/Train_1", "demo/Train_2"], Curves(page));
        page.Find("[aria-label='Curves of demo/Train_1']").Click();

        Assert.Equal(["demo/Train_2"], Curves(page));
        Assert.EndsWith("?curves=val_loss&eyes=demo/Train_2", context.Navigation.Uri, StringComparison.Ordinal);
        page.Find("[aria-label='Close the curves']").Click();
        Assert.Empty(page.FindComponents<Chart>());
    }

    [Fact]
    public void Another_value_is_chosen_and_a_new_epoch_appears()
    {
        Add(1, 0.9);
        IRenderedComponent<RunsPage> page = context.Page("?curves=val_loss");

        Epoch("demo/Train_1", 1, 0.5);
        page.WaitForState(() => page.FindComponent<Chart>().Instance.Series[0].Points.Count == 2, TimeSpan.FromSeconds(10));
        page.Find("[aria-label='Curves of']").Change("train_loss");

        page.WaitForAssertion(() => Assert.Equal("Loss, training", page.FindComponent<Chart>().Instance.Title));
        Assert.EndsWith("?curves=train_loss", context.Navigation.Uri, StringComparison.Ordinal);
    }

    private static string[] Curves(IRenderedComponent<RunsPage> page) =>
        [.. page.FindComponent<Chart>().Instance.Series.Select(series => series.Name)];

    private void Add(int number, params double[] losses)
    {
        Run run = context.Add(number);
        for (int epoch = 0; epoch < losses.Length; epoch++) Epoch(run.Id, epoch, losses[epoch]);
    }

    private void Epoch(string id, int number, double loss)
    {
        Dictionary<string, double?> values = new() { ["val_loss"] = loss, ["train_loss"] = loss / 2 };
        context.Store.AppendEpoch(id, new EpochRecord(number, values), run => run with { Last = values });
    }
}
