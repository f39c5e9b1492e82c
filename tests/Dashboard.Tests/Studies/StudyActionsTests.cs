using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.Studies.Steering;
using Angioboard.Dashboard.Tests.Runs;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Users;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Run = Angioboard.Jobs.Runs.Run;

namespace Angioboard.Dashboard.Tests.Studies;

/// <summary>The buttons of a study.</summary>
public sealed class StudyActionsTests
{
    [Fact]
    public async Task Pause_asks_once_and_holds_the_runs_and_go_on_puts_them_back()
    {
        await using RunsPageContext context = new();
        Run first = Waiting(context, 1), second = Waiting(context, 2);
        IRenderedComponent<DialogHost> page = context.Render<DialogHost>();

        await ClickAsync(page, "Pause");
        page.WaitForAssertion(() => Assert.Contains("2 runs will be held", page.Markup, StringComparison.Ordinal));
        bool before = context.Store.All.Any(run => run.PausedBy is not null);
        await ClickAsync(page, "Pause the study");
        page.WaitForAssertion(() => Assert.All(context.Store.All, run => Assert.Equal("ada", run.PausedBy)));
        page.WaitForAssertion(() => Assert.Contains("2 of 2 runs paused", page.Markup, StringComparison.Ordinal));
        await ClickAsync(page, "Go on");
        page.WaitForAssertion(() => Assert.Contains("2 paused runs will be put back in line", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.FindAll("[role=dialog] button").Last(button => button.TextContent.Trim() == "Go on").Click());

        page.WaitForAssertion(() => Assert.All(context.Store.All, run => Assert.Null(run.PausedBy)));
        Assert.False(before);
        Assert.Equal((RunStatus.Queued, RunStatus.Queued), (context.Store.Find(first.Id)!.Status, context.Store.Find(second.Id)!.Status));
    }

    [Fact]
    public void Only_what_can_be_done_is_offered()
    {
        using RunsPageContext context = new();
        Run run = Waiting(context, 1);
        context.Services.GetRequiredService<Scheduler>().Withdraw(run.Id);
        context.Store.Update(run.Id, r => r with { Status = RunStatus.Failed, Reason = "a fault" });

        IRenderedComponent<DialogHost> page = context.Render<DialogHost>();

        Assert.Equal(["Launch 3 missing runs", "Run 1 ended run again", "Add seeds…"],
            page.FindAll(".study-actions button").Select(button => button.TextContent.Trim()));
    }

    [Fact]
    public async Task Seeds_that_are_none_are_said_where_they_are_typed()
    {
        await using RunsPageContext context = new();
        Waiting(context, 1);
        IRenderedComponent<DialogHost> page = context.Render<DialogHost>();
        await ClickAsync(page, "Add seeds…");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=dialog] input")));

        await page.InvokeAsync(() => page.Find("[role=dialog] input").Input("1,x"));
        page.WaitForAssertion(() => Assert.Contains("Seeds: x is not a seed; write whole numbers such as 1,2,3, or 1-5",
            page.Find("[role=dialog]").TextContent, StringComparison.Ordinal));
        Assert.True(Add().HasAttribute("disabled"));
        await page.InvokeAsync(() => page.Find("[role=dialog] input").Input("4-6"));

        page.WaitForAssertion(() => Assert.False(Add().HasAttribute("disabled")));
        Assert.DoesNotContain("is not a seed", page.Markup, StringComparison.Ordinal);

        IElement Add() => page.FindAll("[role=dialog] button").Single(button => button.TextContent.Trim() == "Add and launch");
    }

    [Fact]
    public void A_viewer_sees_no_buttons()
    {
        using RunsPageContext context = new(Roles.Viewer);
        Waiting(context, 1);

        Assert.Empty(context.Render<DialogHost>().FindAll("button"));
    }

    private static Task ClickAsync(IRenderedComponent<DialogHost> page, string name) =>
        page.InvokeAsync(() => page.FindAll("button").First(button => button.TextContent.Trim() == name).Click());

    private static Run Waiting(RunsPageContext context, int number)
    {
        Run run = context.Add(number, change: run => run with
        {
            Status = RunStatus.Queued, Study = new StudyPlace("Study_1", "as set", null), EpochsDone = 0,
        });
        context.Services.GetRequiredService<Scheduler>().Enqueue(run.Id, null, "ada", "auto");
        return run;
    }

    private sealed class DialogHost : ComponentBase
    {
        // Three that were not made.
        private static StudyRuns Runs => StudyRuns.Of(new FoundStudy
        {
            Experiment = "demo", Name = "Study_1", Folder = "/demo/Study_1", Created = default,
            Runs = [.. Enumerable.Range(1, 3).Select(seed => new StudyRun(seed, "as set", null, seed, new RunSettings()))],
        }, []);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<MudDialogProvider>(0);
            builder.CloseComponent();
            builder.OpenComponent<MudSnackbarProvider>(1);
            builder.CloseComponent();
            builder.OpenComponent<StudyActions>(2);
            builder.AddAttribute(3, nameof(StudyActions.Study), "demo/Study_1");
            builder.AddAttribute(4, nameof(StudyActions.Runs), Runs);
            builder.CloseComponent();
        }
    }
}
