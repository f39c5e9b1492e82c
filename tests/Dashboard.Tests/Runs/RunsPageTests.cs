using Angioboard.Dashboard.Runs;
using Angioboard.Jobs.Runs;
using AngleSharp.Dom;
using Bunit;

namespace Angioboard.Dashboard.Tests.Runs;

public sealed class RunsPageTests : IAsyncDisposable
{
    private readonly RunsPageContext context = new();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    [Fact]
    public void Without_a_run_the_page_says_how_to_get_one()
    {
        IRenderedComponent<RunsPage> page = context.Page();

        Assert.Equal(3, page.FindAll(".first-steps li").Count);
        Assert.Equal("new?dataset=phantom", page.Find(".first-steps a.mud-button-root").GetAttribute("href"));
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public void The_list_of_deleted_runs_shows_how_long_each_stays_in_the_trash()
    {
        context.Add(1);
        context.Add(2, change: run => run with { Trashed = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero) });

        IRenderedComponent<RunsPage> page = context.Page("?shelf=trash");

        Assert.Equal(["demo/Train_2"], RunsPageContext.Names(page));
        Assert.Contains("restorable until 27 Nov 2026", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_without_a_match_offers_to_clear_it()
    {
        context.Add(1);
        IRenderedComponent<RunsPage> page = context.Page("?q=nothing");

        page.Find(".runs-none button").Click();

        Assert.Equal(["demo/Train_1"], RunsPageContext.Names(page));
        Assert.EndsWith("/", context.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_text_is_not_overwritten_but_cleared_text_is()
    {
        context.Add(1);
        context.Add(2);
        IRenderedComponent<RunsPage> page = context.Page();

        page.Find("input[type=search]").Change("train_1");
        Assert.Equal(["demo/Train_1"], RunsPageContext.Names(page));
        Assert.Equal("", page.Find("input[type=search]").GetAttribute("value") ?? "");
        page.FindAll(".runs-head button").Single(button => button.TextContent == "Clear filters").Click();

        Assert.Equal(2, RunsPageContext.Names(page).Length);
        page = context.Page("?q=train_2");
        Assert.Equal("train_2", page.Find("input[type=search]").GetAttribute("value"));
    }

    [Fact]
    public void A_launch_is_a_chip_that_can_be_removed()
    {
        context.Add(1, change: run => run with { Launch = "l1" });
        context.Add(2);
        IRenderedComponent<RunsPage> page = context.Page("?launch=l1");

        Assert.Equal(["demo/Train_1"], RunsPageContext.Names(page));
        Assert.Equal("This launch", page.Find(".chip").TextContent.Trim());
        page.Find(".chip button").Click();

        Assert.Equal(2, RunsPageContext.Names(page).Length);
        Assert.Empty(page.FindAll(".chip"));
    }

    [Fact]
    public void Runs_launched_together_are_called_by_what_differs()
    {
        context.Add(1, change: run => run with { Launch = "l1" });
        context.Add(2, change: run => run with { Launch = "l1" });

        IRenderedComponent<RunsPage> page = context.Page();

        Assert.Equal(["seed 2", "seed 1"], page.FindAll("tbody th.name a").Select(name => name.TextContent.Trim()));
        Assert.Equal(["demo/Train_2", "demo/Train_1"], page.FindAll("tbody th.name .folder").Select(name => name.TextContent.Trim()));
    }

    [Fact]
    public void Unknown_names_in_an_address_are_reported()
    {
        context.Add(1);

        IRenderedComponent<RunsPage> page = context.Page("?status=happy&sort=lr");

        Assert.Contains("happy", page.Find(".runs-note").TextContent, StringComparison.Ordinal);
        Assert.Equal("ascending", page.Find("th[aria-sort]").GetAttribute("aria-sort"));
    }

    [Fact]
    public void A_heading_sorts_better_values_first_then_reversed_and_the_address_keeps_it()
    {
        context.Add(1, loss: 0.5);
        context.Add(2, loss: 0.9);
        context.Add(3);
        IRenderedComponent<RunsPage> page = context.Page();

        Heading(page, "Best val loss").Click();
        string[] first = RunsPageContext.Names(page);
        Heading(page, "Best val loss").Click();

        Assert.Equal(["demo/Train_1", "demo/Train_2", "demo/Train_3"], first);
        Assert.Equal(["demo/Train_2", "demo/Train_1", "demo/Train_3"], RunsPageContext.Names(page));
        Assert.EndsWith("?sort=-best:val_loss", context.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_value_is_marked_with_its_epoch_but_not_across_different_data()
    {
        context.Add(1, loss: 0.5);
        context.Add(2, loss: 0.9);
        IRenderedComponent<RunsPage> page = context.Page();
        Assert.Equal("0.5000", page.Find(".best").TextContent);
        Assert.Equal(["@3", "@2"], page.FindAll(".epoch").Select(epoch => epoch.TextContent));

        context.Add(3, loss: 0.1, data: "d2");
        page = context.Page("?size=25");

        Assert.Empty(page.FindAll(".best"));
        Assert.Contains("different data", page.Find(".runs-note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_column_has_no_button_to_sort_by()
    {
        context.Add(1);

        IRenderedComponent<RunsPage> page = context.Page("?columns=name,split:test:accuracy");

        Assert.Equal(["Name"], page.FindAll("thead button").Select(button => button.TextContent.Trim()));
    }

    [Fact]
    public void Names_are_shown_as_text_and_a_missing_folder_is_reported()
    {
        context.Add(1, change: run => run with { Name = "<b>bold</b> and long enough to be cut somewhere", Missing = true });

        IRenderedComponent<RunsPage> page = context.Page();

        Assert.Equal(["<b>bold</b> and long enough to be cut somewhere"], RunsPageContext.Names(page));
        Assert.Empty(page.FindAll("tbody b"));
        Assert.Equal("Folder missing", page.Find(".run-status").TextContent);
    }

    [Fact]
    public void Groups_show_mean_and_deviation_and_expand_to_their_members()
    {
        context.Add(1, loss: 0.5);
        context.Add(2, loss: 0.7);
        IRenderedComponent<RunsPage> page = context.Page("?group=settings&columns=name,best:val_loss");

        Assert.Equal("0.60 ± 0.14", page.Find("tr.group td:last-child").TextContent.Trim());
        Assert.Empty(page.FindAll("tr.member"));
        page.Find(".expand").Click();

        Assert.Equal(["seed 2", "seed 1"], page.FindAll("tr.member td.number[data-label=Seed]").Select(cell => cell.TextContent));
    }

    [Fact]
    public void A_view_is_saved_by_name_for_its_user()
    {
        context.Add(1);
        IRenderedComponent<RunsPage> page = context.Page("?sort=lr");

        page.Find(".view-new input").Input("mine");
        page.Find(".view-new").Submit();

        Assert.Equal(new RunView("ada", "mine", "sort=lr"), Assert.Single(context.Views.Of("ada")));
        Assert.Equal("?sort=lr", page.Find(".view a").GetAttribute("href"));
    }

    [Fact]
    public void A_column_is_added_and_moved_and_the_address_keeps_it()
    {
        context.Add(1);
        IRenderedComponent<RunsPage> page = context.Page("?columns=name,lr");

        page.FindAll(".columns label.choice").Single(label => label.TextContent.Trim() == "batch_size").QuerySelector("input")!
            .Change(true);
        page.Find("[aria-label='Move batch_size up']").Click();

        Assert.EndsWith("?columns=name,batch_size,lr", context.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_columns_are_remembered_until_they_are_reset()
    {
        context.Add(1);
        IRenderedComponent<RunsPage> page = context.Page();
        page.Find("[aria-label='Remove Status']").Click();

        page = context.Page("?q=train");
        Assert.DoesNotContain("Status", page.FindAll("thead button").Select(button => button.TextContent.Trim()));
        page.FindAll(".columns .drop-button").Single().Click();
        page = context.Page();

        Assert.Contains("Status", page.FindAll("thead button").Select(button => button.TextContent.Trim()));
        Assert.Empty(page.FindAll(".columns .drop-button"));
    }

    [Fact]
    public void Running_runs_are_counted_in_the_tabs_title_and_show_their_progress()
    {
        context.Add(1, change: run => run with { Status = RunStatus.Running, EpochsDone = 1, Sparkline = [1, 0.5] });
        context.Store.Progress("demo/Train_1", new RunProgress("train", 1, 4, 0.375, 90, 100, 0.5, null, DateTimeOffset.UtcNow));

        IRenderedComponent<RunsPage> page = context.Page();

        Assert.Equal("1/4 · 2 min left", page.Find(".run-progress-text").TextContent);
        Assert.Equal("37.5", page.Find("progress").GetAttribute("value"));
        Assert.Equal("Validation loss: 1.0000 to 0.5000, lowest 0.5000", page.Find("svg.sparkline").GetAttribute("aria-label"));
        Assert.Contains("(1 running) Runs", context.Render(Title(page)).Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunStatus.Queued, "bob", 1, "25.0")]
    [InlineData(RunStatus.Queued, null, 1, "25.0")]
    [InlineData(RunStatus.Queued, null, 0, null)]
    [InlineData(RunStatus.Stopped, null, 1, null)]
    public void A_run_that_waits_or_is_paused_shows_how_much_of_its_training_is_done(
        RunStatus status, string? pausedBy, int epochs, string? share)
    {
        context.Add(1, change: run => run with { Status = status, PausedBy = pausedBy, EpochsDone = epochs });

        IRenderedComponent<RunsPage> page = context.Page();

        Assert.Equal($"{epochs}/4", page.Find(".run-progress-text").TextContent);
        Assert.Equal(share, page.FindAll("progress").SingleOrDefault()?.GetAttribute("value"));
    }

    private static Microsoft.AspNetCore.Components.RenderFragment Title(IRenderedComponent<RunsPage> page) =>
        page.FindComponent<Microsoft.AspNetCore.Components.Web.PageTitle>().Instance.ChildContent!;

    private static IElement Heading(IRenderedComponent<RunsPage> page, string title) =>
        page.FindAll("thead button").Single(button => button.TextContent.Trim(' ', '↑', '↓') == title);
}
