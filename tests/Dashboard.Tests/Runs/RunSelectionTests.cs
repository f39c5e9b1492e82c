using Angioboard.Dashboard.Runs;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Angioboard.Dashboard.Tests.Runs;

public sealed class RunSelectionTests : IAsyncDisposable
{
    private readonly RunsPageContext context = new();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    [Fact]
    public void Selecting_runs_offers_what_can_be_done_to_them()
    {
        context.Add(1);
        context.Add(2);
        IRenderedComponent<RunsPage> page = context.Page();

        page.FindAll("tbody input")[0].Click();
        Assert.Equal(["Compare", "Open", "Clone", "Pin as baseline", "Tag", "Evaluate again", "Archive", "Delete", "Clear"],
            Actions(page));
        Assert.True(page.Find(".selection-bar button").HasAttribute("disabled"));
        page.FindAll("tbody input")[1].Click();
        page.Find("[data-shortcut=c]").Click();

        Assert.EndsWith("/compare?runs=demo/Train_2,demo/Train_1", context.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_pinned_as_the_only_baseline_of_its_experiment()
    {
        context.Add(1, loss: 0.5, change: run => run with { Baseline = true });
        context.Add(2, loss: 0.4);
        context.Add(3, loss: 0.7, change: run => run with { Id = "other/Train_3", Baseline = true });
        IRenderedComponent<RunsPage> page = context.Page("?delta=on&sort=created");
        Assert.Equal(["−0.1000"], page.FindAll(".delta.better").Select(delta => delta.TextContent));

        page.Find("[aria-label='Select demo/Train_2']").Click();
        page.FindAll(".selection-bar button").Single(button => button.TextContent == "Pin as baseline").Click();

        Assert.Equal([false, true, true], context.Store.All.OrderBy(run => run.Key).Select(run => run.Baseline));
        page = context.Page("?delta=on");
        Assert.Equal(["+0.1000"], page.FindAll(".delta.worse").Select(delta => delta.TextContent));
        Assert.Equal(2, page.FindAll(".pin").Count);
    }

    [Fact]
    public async Task A_viewer_sees_no_way_to_launch_or_change_runs()
    {
        await using RunsPageContext viewer = new(Roles.Viewer);
        viewer.Add(1, change: run => run with { Status = RunStatus.Running });
        IRenderedComponent<RunsPage> page = viewer.Page();

        page.Find("tbody input").Click();

        Assert.Equal(["Compare", "Open", "Clear"], Actions(page));
        Assert.DoesNotContain("New run", page.Find(".runs-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Archiving_removes_a_run_from_the_list()
    {
        context.Add(1);
        context.Add(2);
        IRenderedComponent<RunsPage> page = context.Page();

        page.FindAll("tbody input")[0].Click();
        page.FindAll(".selection-bar button").Single(button => button.TextContent == "Archive").Click();

        Assert.True(context.Store.Find("demo/Train_2")!.Archived);
        Assert.Equal(["demo/Train_2"], RunsPageContext.Names(context.Page("?shelf=archived")));
    }

    [Fact]
    public async Task Archiving_can_be_undone_from_the_message()
    {
        context.Add(1, change: run => run with { Name = "long run" });
        IRenderedComponent<RunsPage> page = context.Page();
        ISnackbar messages = context.Services.GetRequiredService<ISnackbar>();

        page.Find("tbody input").Click();
        page.FindAll(".selection-bar button").Single(button => button.TextContent == "Archive").Click();
        Snackbar message = messages.ShownSnackbars.Single();
        Assert.Equal("“long run” (demo/Train_1) archived", message.Message);
        Assert.True(context.Store.Find("demo/Train_1")!.Archived);
        IRenderedComponent<MudSnackbarProvider> shown = context.Render<MudSnackbarProvider>();
        await shown.Find(".mud-snackbar-content-action button").ClickAsync();

        Assert.False(context.Store.Find("demo/Train_1")!.Archived);
    }

    [Fact]
    public void A_whole_group_is_selected_and_deselected()
    {
        context.Add(1);
        context.Add(2);
        context.Add(3, change: run => run with { Id = "other/Train_3" });
        IRenderedComponent<RunsPage> page = context.Page("?group=experiment&sort=experiment");

        page.Find("[aria-label='Select the 2 runs of demo']").Click();
        Assert.Equal("2 selected", page.Find(".selection-count").TextContent);
        page.Find("[aria-label='Select all on this page']").Click();
        Assert.Equal("3 selected", page.Find(".selection-count").TextContent);
        page.Find("[aria-label='Select the 2 runs of demo']").Click();

        Assert.Equal("1 selected", page.Find(".selection-count").TextContent);
    }

    private static string[] Actions(IRenderedComponent<RunsPage> page) =>
        [.. page.FindAll(".selection-bar :is(button, a)").Select(action => action.TextContent)];
}
