using Angioboard.Dashboard.Runs;
using Angioboard.Jobs.Runs;
using Bunit;

namespace Angioboard.Dashboard.Tests.Runs;

public sealed class LiveRunsTests : IAsyncDisposable
{
    private readonly RunsPageContext context = new();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    [Fact]
    public void A_row_changes_in_place_until_the_user_asks_for_the_new_order()
    {
        context.Add(1, loss: 0.5);
        context.Add(2, loss: 0.9);
        IRenderedComponent<RunsPage> page = context.Page("?sort=best:val_loss");

        context.Store.Update("demo/Train_2", run => run with { Best = new Dictionary<string, BestValue> { ["val_loss"] = new(0.1, 3) } });

        page.WaitForAssertion(() => Assert.Contains("0.1000", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("The order has changed: show", page.Find(".runs-news").TextContent.Trim()));
        Assert.Equal(["demo/Train_1", "demo/Train_2"], RunsPageContext.Names(page));
        page.Find(".runs-news button").Click();
        page.WaitForAssertion(() => Assert.Equal(["demo/Train_2", "demo/Train_1"], RunsPageContext.Names(page)));
    }

    [Fact]
    public void A_new_run_appears_at_the_top_of_a_list_sorted_newest_first()
    {
        context.Add(1);
        IRenderedComponent<RunsPage> page = context.Page();

        context.Add(2);

        page.WaitForAssertion(() => Assert.Equal(["demo/Train_2", "demo/Train_1"], RunsPageContext.Names(page)));
    }

    [Fact]
    public void A_new_run_is_only_announced_if_it_would_move_others()
    {
        context.Add(1);
        IRenderedComponent<RunsPage> page = context.Page("?sort=name");

        context.Add(2);

        page.WaitForAssertion(() => Assert.Equal("1 new run on this page: show", page.Find(".runs-news").TextContent.Trim()));
        Assert.Equal(["demo/Train_1"], RunsPageContext.Names(page));
    }

    [Fact]
    public void The_first_run_replaces_the_first_steps()
    {
        IRenderedComponent<RunsPage> page = context.Page();

        context.Add(1);

        page.WaitForAssertion(() => Assert.Equal(["demo/Train_1"], RunsPageContext.Names(page)));
    }

    [Fact]
    public async Task Nothing_moves_while_updates_are_paused()
    {
        context.Add(1, change: run => run with { Status = RunStatus.Running });
        IRenderedComponent<RunsPage> page = context.Page();
        context.Live.Toggle();

        context.Store.Update("demo/Train_1", run => run with { Status = RunStatus.Failed });
        await Task.Delay(TimeSpan.FromSeconds(1.5), Xunit.TestContext.Current.CancellationToken);
        Assert.Equal("Running", page.Find(".run-status").TextContent);
        context.Live.Toggle();

        page.WaitForAssertion(() => Assert.Equal("Failed", page.Find(".run-status").TextContent));
    }
}
