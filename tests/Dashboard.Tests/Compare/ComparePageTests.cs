using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Compare;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Run = Angioboard.Jobs.Runs.Run;
namespace Angioboard.Dashboard.Tests.Compare;

public sealed class ComparePageTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly BunitContext context = new();
    private readonly Database database;
    private readonly RunFeed feed = new();
    private readonly RunStore store;

    public ComparePageTests()
    {
        database = Database.Open(folder.File("data"));
        store = new RunStore(database, feed);
        context.Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        context.Services.AddSingleton(TimeProvider.System).AddSingleton(feed).AddSingleton(store)
            .AddSingleton<RunEvaluations>().AddSingleton<RunPredictions>().AddSingleton<ChosenRuns>()
            .AddSingleton(new DatasetStore(database)).AddSingleton(database)
            .AddSingleton(new AngioboardOptions { DataFolder = folder.File("data") }).AddAngioboardMachine();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void An_empty_page_says_how_to_choose_runs_and_offers_the_newest()
    {
        Assert.Contains("Launch a run", Page().Markup, StringComparison.Ordinal);
        Add(1, lr: 1e-4);
        Add(2, lr: 3e-4);

        IRenderedComponent<ComparePage> page = Page();
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Compare the 2 newest runs").Click();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".legend-run").Count));
        Assert.Contains("runs=demo/Train_2,demo/Train_1", context.Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_runs_in_the_address_those_selected_in_the_list_are_compared()
    {
        Add(1, lr: 1e-4);
        Add(2, lr: 3e-4);
        Add(3, lr: 1e-3);
        context.Services.GetRequiredService<ChosenRuns>().Ids = ["demo/Train_1", "demo/Train_3"];

        IRenderedComponent<ComparePage> page = Page();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".legend-run").Count));
        Assert.Contains("runs=demo/Train_1,demo/Train_3", context.Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_differ_are_listed_and_equal_ones_by_a_switch()
    {
        Add(1, lr: 1e-4);
        Add(2, lr: 3e-4);

        string hidden = Page("?runs=demo/Train_1,demo/Train_2").Find("section[aria-labelledby=compare-settings]").TextContent;
        IElement shown = Page("?runs=demo/Train_1,demo/Train_2&equal=shown").Find("section[aria-labelledby=compare-settings]");

        Assert.Contains("0.0003", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("dropout", hidden, StringComparison.Ordinal);
        Assert.Contains("dropout", shown.TextContent, StringComparison.Ordinal);
        Assert.Equal(["lr"], shown.QuerySelectorAll("tr.differs th").Select(row => row.FirstChild!.TextContent));
    }

    [Fact]
    public void The_best_of_a_row_is_marked_unless_the_data_differ()
    {
        Add(1, loss: 0.5);
        Add(2, loss: 0.4);
        Add(3, loss: 0.3, data: "other");

        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2");
        string best = Assert.Single(page.FindAll("td.best")).TextContent;
        bool warned = page.Markup.Contains("not comparable", StringComparison.Ordinal);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("compare?runs=demo/Train_1,demo/Train_3");

        page.WaitForAssertion(() => Assert.Contains("not comparable", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("td.best"));
        Assert.Contains("0.4000", best, StringComparison.Ordinal);
        Assert.False(warned);
    }

    [Fact]
    public void The_first_section_ranks_settings_by_validation_over_their_seeds()
    {
        Add(1, lr: 1e-4, loss: 0.5);
        Add(2, lr: 3e-4, loss: 0.4);
        Add(3, lr: 3e-4, loss: 0.42, change: run => run with { Settings = run.Settings with { Seed = 7 } });

        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2,demo/Train_3");
        IElement section = page.FindAll("section")[0];

        Assert.Equal("compare-verdict", section.GetAttribute("aria-labelledby"));
        Assert.Equal(["lr 0.0003", "lr 0.0001"], section.QuerySelectorAll("tbody th").Select(row => row.TextContent.Trim()));
        Assert.Contains("0.410 ± 0.014", section.QuerySelector("tr.best .figure")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["42", "7"], section.QuerySelectorAll("tr.best a").Select(link => link.TextContent));
    }

    [Fact]
    public void Pooled_runs_are_named_by_the_settings_that_differ_and_share_a_colour_in_tables_too()
    {
        Add(1, lr: 1e-4);
        Add(2, lr: 3e-4);
        Add(3, lr: 3e-4);

        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2,demo/Train_3&group=seeds");
        page.FindAll(".legend-run a")[2].Focus();

        Assert.StartsWith("lr 0.0003 (2 seeds)", page.Find("#legend-apart").TextContent, StringComparison.Ordinal);
        string[] marks = [.. page.FindAll("section[aria-labelledby=compare-settings] thead line")
            .Select(line => line.GetAttribute("stroke")!)];
        Assert.Equal(marks[1], marks[2]);
        Assert.NotEqual(marks[0], marks[1]);
        Assert.Equal(marks, page.FindAll(".legend-run line").Select(line => line.GetAttribute("stroke")));
    }

    [Fact]
    public void A_page_without_runs_offers_those_of_the_last_visit()
    {
        Add(1);
        Add(2);
        context.JSInterop.Setup<string?>("angioboard.choice.get", "compare-last").SetResult("demo/Train_1,gone/Train_7,demo/Train_2");

        IRenderedComponent<ComparePage> page = Page();
        page.WaitForAssertion(() => Assert.Contains("Compare the last 2 runs again", page.Markup, StringComparison.Ordinal));
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Compare the last 2 runs again").Click();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".legend-run").Count));
    }

    [Fact]
    public void Ten_runs_have_a_scatter_and_parallel_coordinates_that_a_range_narrows()
    {
        for (int i = 1; i <= 10; i++) Add(i, lr: i * 1e-4, loss: 1.0 / i);
        IRenderedComponent<ComparePage> page = Page($"?runs={string.Join(',', Enumerable.Range(1, 10).Select(i => $"demo/Train_{i}"))}");
        Assert.Equal((10, 10), (page.FindAll("circle").Count, page.FindAll("polyline").Count));

        page.Find("input[aria-label='lr, lowest shown']").Change("0.5");

        page.WaitForAssertion(() =>
            Assert.StartsWith("7 of 10 runs", page.Find(".sweep-count").TextContent.Trim(), StringComparison.Ordinal));
        Assert.Equal("demo/Train_10", page.Find(".sweep-table tbody th").TextContent);
        Assert.Equal(3, page.FindAll("polyline.faint").Count);
    }

    [Fact]
    public void Unknown_missing_and_unevaluated_runs_are_reported()
    {
        Add(1, results: true);
        Add(2, change: run => run with { Status = RunStatus.Running });
        Add(3, change: run => run with { Missing = true });

        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2,demo/Train_3,gone/Train_9");

        Assert.Contains("There is no run gone/Train_9", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Not evaluated on test: running", page.Markup, StringComparison.Ordinal);
        Assert.Contains("folder missing", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Exams_on_which_runs_disagree_are_listed_with_each_prediction()
    {
        Add(1, results: true);
        Add(2, results: true, swapped: true);

        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2");
        IElement exams = page.Find("section[aria-labelledby=compare-exams] tbody");

        Assert.Equal(["b_R", "a_L"], exams.QuerySelectorAll("th").Select(exam => exam.TextContent).OrderDescending());
        Assert.Contains("incorrect", exams.TextContent, StringComparison.Ordinal);
        Assert.Equal("runs/demo/Train_1?tab=predictions&split=test&exam=a_L", exams.QuerySelector("a[aria-label^='a_L in demo/Train_1']")!
            .GetAttribute("href"));
    }

    [Fact]
    public void The_hardest_exams_have_the_lowest_probability_of_their_true_class()
    {
        Add(1, results: true, swapped: true);
        Add(2, results: true);

        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2");

        Assert.Equal(["a_L", "b_R"], page.FindAll(".pictures a").Select(exam => exam.TextContent.Trim()).Order());
        Assert.Contains("sick: 0.60, misclassified by 1 of 2", string.Join(' ', page.Find(".pictures .pictures-note").TextContent
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Focusing_a_name_in_the_legend_shows_how_the_run_differs()
    {
        Add(1, lr: 1e-4);
        Add(2, lr: 3e-4);
        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2");

        page.FindAll(".legend-run a")[1].Focus();

        Assert.Equal("demo/Train_2: lr 0.0003", page.Find("#legend-apart").TextContent);
    }

    [Fact]
    public void A_running_runs_curves_grow_as_epochs_end()
    {
        Add(1, change: run => run with { Status = RunStatus.Running });
        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1");
        Assert.Contains("No epoch has finished yet", page.Markup, StringComparison.Ordinal);

        store.AppendEpoch("demo/Train_1", new EpochRecord(0, new Dictionary<string, double?> { ["val_loss"] = 0.5 }),
            run => run with { EpochsDone = 1 });

        page.WaitForAssertion(() => Assert.Contains("Loss, validation", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Removing_a_run_changes_the_address()
    {
        Add(1);
        Add(2);
        IRenderedComponent<ComparePage> page = Page("?runs=demo/Train_1,demo/Train_2&log=on");

        page.Find("button[aria-label='Remove demo/Train_1 from the comparison']").Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".legend-run")));
        Assert.EndsWith("compare?runs=demo/Train_2&log=on", context.Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal);
    }

    private IRenderedComponent<ComparePage> Page(string query = "")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"compare{query}");
        return context.Render<ComparePage>(parameters => parameters.AddCascadingValue(new LiveState()));
    }

    private void Add(int number, double lr = 1e-4, double? loss = null, string data = "d1", bool results = false, bool swapped = false,
        Func<Run, Run>? change = null)
    {
        RunSettings settings =
            SettingsRules.Resolve(new RunSettings { Split = "/s.json", Datadir = "/d", Lr = lr, ClassNames = ["sick", "well"] });
        string path = Directory.CreateDirectory(folder.File("results", "demo", $"Train_{number}")).FullName;
        if (results) WriteResults(path, swapped);
        Run run = new()
        {
            Id = $"demo/Train_{number}", Key = store.NextKey(), Folder = path, Owner = "ada", Settings = settings,
            SettingsHash = SettingsHash.Of(settings),
            Created = DateTimeOffset.UnixEpoch.AddDays(number), Status = RunStatus.Finished, Fingerprint = data, EpochsDone = 4,
            Best = loss is { } value
                ? new Dictionary<string, BestValue> { ["val_loss"] = new(value, 2) }
                : new Dictionary<string, BestValue>(),
        };
        store.Add(change?.Invoke(run) ?? run);
    }

    private static void WriteResults(string path, bool swapped)
    {
        double sick = swapped ? 0.3 : 0.9;
        IReadOnlyList<SplitPredictions> splits =
            [new("test", [new("a_L", 0, [sick, 1 - sick]), new("b_R", 1, [1 - sick, sick]), new("c_L", 1, [0.2, 0.8])])];
        PredictionsFile.Write(Path.Combine(path, "predictions.json"), splits);
        EvaluationFile.Write(Path.Combine(path, "evaluation.json"),
            Evaluator.Evaluate(splits, new EvaluationOptions(["sick", "well"], Resamples: 20), null,
                Xunit.TestContext.Current.CancellationToken));
    }
}
