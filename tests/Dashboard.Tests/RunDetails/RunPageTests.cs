using Angioboard.Dashboard.Charts;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using AngleSharp.Dom;
using Bunit;

namespace Angioboard.Dashboard.Tests.RunDetails;

public sealed class RunPageTests
{
    [Fact]
    public async Task An_unknown_run_is_reported_with_a_link_to_the_list()
    {
        await using RunPageContext context = new();

        IRenderedComponent<RunPage> page = context.Page(train: "Train_9");

        Assert.Contains("There is no run e/Train_9", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a"), link => link.TextContent.Contains("Show all runs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_notes_and_reasons_are_text_and_never_markup()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Name = "<b>bold</b>", Note = "<img src=x>", Tags = ["<i>"], Status = RunStatus.Failed,
            Reason = "<script>boom</script>" });

        IRenderedComponent<RunPage> page = context.Page();

        Assert.Equal("<b>bold</b>", page.Find("h1").TextContent);
        Assert.Contains("<script>boom</script>", page.Find(".mud-alert").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("b, img, i, script"));
    }

    [Fact]
    public async Task A_deleted_run_shows_until_when_it_can_be_restored()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished, Trashed = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero) });

        AngleSharp.Dom.IElement notice = context.Page().FindAll(".mud-alert")[0];

        Assert.Contains("stays in the trash until 2026-11-27", notice.TextContent, StringComparison.Ordinal);
        Assert.Contains("Restore", notice.QuerySelector("button")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_epochs_says_when_its_curves_begin()
    {
        await using RunPageContext context = new();
        context.Add(run => run);

        Assert.Contains("first epoch is in progress", context.Page().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queued_run_shows_that_it_waits_and_can_be_removed()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Queued });

        IRenderedComponent<RunPage> page = context.Page();

        Assert.Contains("Being added to the queue", page.Find(".mud-alert").TextContent, StringComparison.Ordinal);
        Assert.Contains(page.FindAll(".run-actions button"),
            button => button.TextContent.Contains("Remove from queue", StringComparison.Ordinal));
        Assert.Contains("once the run has a device", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_above_the_tabs_name_the_kept_epoch_and_the_results_with_intervals()
    {
        await using RunPageContext context = new();
        context.Add(run => run with
        {
            Status = RunStatus.Finished, EpochsDone = 2, BestEpoch = 1, TrainingSeconds = 43, FramesPerSecond = 12.5,
            AtBest = new Dictionary<string, double?> { ["val_loss"] = 0.149 },
        });
        context.WriteResults();

        IRenderedComponent<RunPage> page = context.Page();
        string[] figures = [.. page.FindAll(".key-figures > div")
            .Select(figure => string.Join(' ', figure.Children.Select(part => part.TextContent.Trim())))];

        Assert.Equal("Kept epoch 2 lowest validation loss", figures[0]);
        Assert.Equal("Validation loss 0.1490 of this epoch", figures[1]);
        Assert.Equal("Test AUC 1.000", figures[2]);
        Assert.StartsWith("Test accuracy 0.667 95 % interval", figures[3], StringComparison.Ordinal);
        Assert.Equal("Epochs 2 of 4 finished early", figures[5]);
        Assert.Equal("Training time 43 s 12.5 frames/s", figures[6]);
        Assert.Equal("Finished early (2 of 4)", page.Find(".run-heading .mud-chip").TextContent.Trim());
    }

    [Fact]
    public async Task Pdfs_open_in_the_browser_and_every_file_can_be_downloaded()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteResults();
        await File.WriteAllTextAsync(context.File("settings.json"), "{}", Xunit.TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(context.File("report.pdf"), "", Xunit.TestContext.Current.CancellationToken);

        IRenderedComponent<RunPage> page = context.Page("?tab=artifacts");

        IElement opens = Assert.Single(page.FindAll(".artifacts th a"));
        Assert.Equal(("report.pdf", "_blank"), (opens.TextContent, opens.GetAttribute("target")));
        Assert.Equal(["Download evaluation.json", "Download predictions.json", "Download report.pdf", "Download settings.json"],
            page.FindAll(".artifacts td a").Select(link => link.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task A_waiting_trainer_is_shown_while_it_waits()
    {
        await using RunPageContext context = new();
        context.Add(run => run, RunPageContext.Epoch(0, 3));
        IRenderedComponent<RunPage> page = context.Page();
        RunProgress progress = new("train", 1, 4, 0.375, 125, 88.4, 0.5, null, DateTimeOffset.UtcNow);

        context.Store.Progress("e/Train_1", progress with { Paused = "the disk is full" });
        await page.WaitForAssertionAsync(() =>
            Assert.Contains("Training is waiting: the disk is full. It keeps its device and continues by itself.", page.Markup,
                StringComparison.Ordinal));
        Assert.Equal("Waiting", page.Find(".run-heading .mud-chip").TextContent.Trim());
        context.Store.Progress("e/Train_1", progress);

        await page.WaitForAssertionAsync(() => Assert.DoesNotContain("Training waits", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_launched_with_others_shows_what_sets_it_apart()
    {
        await using RunPageContext context = new();
        Jobs.Runs.Run run = context.Add(r => r with { Launch = "l1", Settings = r.Settings with { Lr = 3e-4 } });
        context.Store.Add(run with { Id = "e/Train_2", Key = run.Key + 1, Settings = run.Settings with { Lr = 1e-4 } });

        Assert.Equal("lr 0.0003", context.Page().Find(".run-difference").TextContent);
        context.Store.Update(run.Id, r => r with { Name = "mine" });
        Assert.Empty(context.Page().FindAll(".run-difference"));
    }

    [Fact]
    public async Task Added_epochs_are_shown_with_the_runs_settings()
    {
        await using RunPageContext context = new();
        Jobs.Runs.Run run = context.Add(r => r with { Status = RunStatus.Finished });
        await File.WriteAllTextAsync(
            Path.Combine(run.Folder, "settings.json"),
            """{"epochs": 22, "extensions": [{"from": 2, "to": 22, "by": "bob", "time": "2026-05-04T10:00:00+00:00"}]}""",
            Xunit.TestContext.Current.CancellationToken);

        Assert.Contains("from 2 to 22 epochs by bob on 2026-05-04", context.Page("?tab=settings").Find(".settings-extensions").TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_epochs_are_appended_to_the_curves_and_retrained_ones_replace_the_old()
    {
        await using RunPageContext context = new();
        context.Add(run => run, RunPageContext.Epoch(0, 3), RunPageContext.Epoch(1, 2));
        IRenderedComponent<RunPage> page = context.Page();
        IRenderedComponent<Chart> loss = page.FindComponents<Chart>().First(chart => chart.Instance.Title == "Loss");
        Assert.Equal([3, 2], Points(loss));

        context.Store.AppendEpoch("e/Train_1", RunPageContext.Epoch(2, 1), run => run with { EpochsDone = 3, BestEpoch = 2 });
        await page.WaitForAssertionAsync(() => Assert.Equal([3, 2, 1], Points(loss)));
        Assert.Equal(3, Assert.Single(loss.Instance.Marks).X);

        context.Store.AppendEpoch("e/Train_1", RunPageContext.Epoch(1, 2.5), run => run with { EpochsDone = 2 });
        await page.WaitForAssertionAsync(() => Assert.Equal([3, 2.5], Points(loss)));
    }

    [Fact]
    public async Task Progress_is_shown_in_the_header_and_a_change_of_status_on_the_whole_page()
    {
        await using RunPageContext context = new();
        context.Add(run => run, RunPageContext.Epoch(0, 3));
        IRenderedComponent<RunPage> page = context.Page();

        context.Store.Progress("e/Train_1", new RunProgress("train", 1, 4, 0.375, 125, 88.4, 0.5, null, DateTimeOffset.UtcNow));
        await page.WaitForAssertionAsync(() =>
        {
            string facts = page.Find(".run-progress").TextContent;
            Assert.All(["Epoch 2 of 4", "37 %", "2 min left", "88 frames/s"],
                part => Assert.Contains(part, facts, StringComparison.Ordinal));
        });

        context.Store.Update("e/Train_1", run => run with { Status = RunStatus.Diverged, Reason = "the loss is not finite" });
        await page.WaitForAssertionAsync(() => Assert.Contains("the loss is not finite", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_folder_is_reported_and_no_tab_breaks()
    {
        await using RunPageContext context = new();
        Directory.Delete(context.Add(run => run with { Status = RunStatus.Finished }, RunPageContext.Epoch(0, 3)).Folder, recursive: true);

        foreach (RunTab tab in RunTab.All)
        {
            IRenderedComponent<RunPage> page = context.Page($"?tab={tab.Key}");
            Assert.Contains("is missing or cannot be read", page.Markup, StringComparison.Ordinal);
            Assert.Equal(tab.Title, page.Find("[aria-current=page]").TextContent);
        }
    }

    [Fact]
    public async Task A_dataset_without_labels_is_explained_where_its_metrics_would_be()
    {
        await using RunPageContext context = new();
        context.Add(run => run with
        {
            Status = RunStatus.Finished,
            Evaluations = new Dictionary<string, OtherEvaluation> { ["Other clinic"] = new(RunStatus.Finished, null, "bob") },
        });

        string note = context.Page("?tab=evaluation").Find(".mud-alert").TextContent;

        Assert.Contains("Other clinic has no labels, so there is nothing to evaluate.", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_broken_by_hand_are_reported_in_their_tab()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        foreach (string file in new[] { "evaluation.json", "predictions.json", "settings.json", "metrics.jsonl" })
            await File.WriteAllTextAsync(context.File(file), "{ broken", Xunit.TestContext.Current.CancellationToken);

        Assert.Contains("evaluation.json", context.Page("?tab=evaluation").Find(".mud-alert").TextContent, StringComparison.Ordinal);
        Assert.Contains("predictions.json", context.Page("?tab=predictions").Find(".mud-alert").TextContent, StringComparison.Ordinal);
        Assert.Contains("settings.json", context.Page("?tab=settings").Find(".mud-alert").TextContent, StringComparison.Ordinal);
        Assert.Contains("no samples", context.Page("?tab=system").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewers_see_everything_and_change_nothing()
    {
        await using RunPageContext context = new(Roles.Viewer);
        context.Add(run => run, RunPageContext.Epoch(0, 3));

        IRenderedComponent<RunPage> page = context.Page();

        Assert.Empty(page.FindAll(".run-actions button"));
        Assert.Empty(page.FindAll("[aria-label='Edit name, tags and note']"));
    }

    [Fact]
    public async Task A_cell_of_the_confusion_matrix_lists_its_exams()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteResults();

        IRenderedComponent<RunPage> page = context.Page("?tab=evaluation&cell=0-1");

        Assert.Contains("1 exam of sick predicted as well", page.Find(".cell-title").TextContent, StringComparison.Ordinal);
        IElement exam = Assert.Single(page.FindAll(".cell-exams a"));
        Assert.Equal("runs/e/Train_1?tab=predictions&split=test&exam=d_R", exam.GetAttribute("href"));
    }

    private static double?[] Points(IRenderedComponent<Chart> chart) => [.. chart.Instance.Series[0].Points.Select(point => point.Y)];
}
