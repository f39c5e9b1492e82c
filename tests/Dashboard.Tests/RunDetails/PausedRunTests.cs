using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Bunit;

namespace Angioboard.Dashboard.Tests.RunDetails;

/// <summary>The page of a run that is paused.</summary>
public sealed class PausedRunTests
{
    [Fact]
    public async Task A_paused_run_shows_how_far_it_is()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Queued, PausedBy = "bob" }, RunPageContext.Epoch(0, 3));

        string progress = context.Page().Find(".run-progress").TextContent;

        Assert.Contains("Paused after 1 of 4 epochs", progress, StringComparison.Ordinal);
        Assert.Contains("25 %", progress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_run_shows_who_paused_it_and_can_be_resumed()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Queued, PausedBy = "bob",
            Reason = "paused by bob; \"Resume queueing\" puts it back in the queue" });

        IRenderedComponent<RunPage> page = context.Page();

        Assert.Equal("Paused", page.Find(".run-heading .mud-chip").TextContent.Trim());
        Assert.Equal("paused by bob; \"Resume queueing\" puts it back in the queue",
            Assert.Single(page.FindAll(".mud-alert")).TextContent.Trim());
        Assert.Contains(page.FindAll(".run-actions button"),
            button => button.TextContent.Contains("Resume queueing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_its_studys_search_holds_goes_on_with_its_variant_alone()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Queued, PausedBy = Actor.Search.Name });

        IRenderedComponent<RunPage> page = context.Page();

        Assert.Equal(["Remove from queue", "Clone", "More"],
            page.FindAll(".run-actions button").Select(button => button.TextContent.Trim()));
    }
}
