using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Compare;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Run = Angioboard.Jobs.Runs.Run;

namespace Angioboard.Dashboard.Tests.Compare;

public sealed class DifferencesTests : IAsyncLifetime
{
    private const string Two = "?runs=demo/Train_1,demo/Train_2", Three = "?runs=demo/Train_1,demo/Train_2,demo/Train_3";

    private readonly TemporaryFolder folder = new();
    private readonly BunitContext context = new();
    private RunningDashboard dashboard = null!;

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    private RunStore Store => dashboard.Services.GetRequiredService<RunStore>();

    public async ValueTask InitializeAsync()
    {
        dashboard = await RunningDashboard.StartAsync(folder.File("data"));
        context.Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        context.Services.AddFallbackServiceProvider(dashboard.Services);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await dashboard.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public void Two_runs_have_a_sentence_a_row_each_and_their_classes()
    {
        Add(1, skill: 3, loss: 0.5);
        Add(2, skill: 0.1, loss: 0.3);

        IElement section = Section(Two);

        Assert.Matches(@"^demo/Train_1 is better than demo/Train_2 in AUC \(one-vs-rest, macro\): 0\.\d{3} higher \(95 % interval ",
            section.QuerySelector(".differences-sentence")!.TextContent);
        Assert.Equal(["demo/Train_1", "demo/Train_2"], section.QuerySelectorAll(".compared")[0].QuerySelectorAll("tbody th")
            .Select(row => row.TextContent.Trim()));
        Assert.Contains("best on validation", section.TextContent, StringComparison.Ordinal);
        Assert.Equal(["sick", "unwell", "well"], section.QuerySelectorAll(".classes tbody th").Select(row => row.TextContent));
        Assert.Single(section.QuerySelectorAll(".compared")[0].QuerySelectorAll("svg.difference-shown"));
        Assert.Contains("Patients are unknown", section.QuerySelector(".differences-notes")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_runs_those_that_cannot_be_told_from_the_best_are_marked_and_seeds_are_a_second_source_of_chance()
    {
        Add(1, skill: 3);
        Add(2, skill: 3.05, seed: 7);
        Add(3, skill: 0.1, lr: 3e-4);

        IElement section = Section(Three + "&vs=demo/Train_3");

        Assert.Equal(2, section.QuerySelectorAll("tr.alike").Length);
        Assert.Contains("not distinguishable from the best", section.TextContent, StringComparison.Ordinal);
        Assert.Contains("compared with demo/Train_3 on 60 exams (p < 0.05 after Holm's correction): better: demo/Train_1, demo/Train_2.",
            section.QuerySelector(".differences-sentence")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Interval for all runs together: ", section.QuerySelector("td[title]")!.GetAttribute("title"),
            StringComparison.Ordinal);
        Assert.Contains("Settings over their seeds", section.TextContent, StringComparison.Ordinal);
        Assert.Contains("one seed", section.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_shows_the_exams_that_decide_between_two_runs()
    {
        Add(1, skill: 3);
        Add(2, skill: 0.1);
        IElement section = Section(Two + "&vs=demo/Train_2");

        IElement link = section.QuerySelector("a[aria-label$='exams that decide between demo/Train_1 and demo/Train_2']")!;
        IRenderedComponent<ComparePage> page = Page(link.GetAttribute("href")!["compare".Length..]);

        int[] counts = [.. link.TextContent.Trim().Split(", ").Select(part => int.Parse(part.Split(' ')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(counts.Sum(), page.FindAll("section[aria-labelledby=compare-exams] tbody tr").Count);
        Assert.Contains($"Only demo/Train_1 is right: {counts[0]} test exams", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".hardest-title"));
    }

    [Fact]
    public void Runs_without_a_common_split_and_other_labels_are_explained()
    {
        Add(1, skill: 3);
        Add(2, skill: null);
        Add(3, skill: 1, turn: 1);

        string none = Section(Two, wait: false).TextContent, left = Section(Three, wait: false).TextContent;
        IRenderedComponent<ComparePage> refused = Page("?runs=demo/Train_1,demo/Train_3");

        Assert.Contains("Differences appear when two of the runs have been evaluated on the same split.", none, StringComparison.Ordinal);
        Assert.Contains("Not compared on the test split: demo/Train_2 (sealed, or without predictions).", left, StringComparison.Ordinal);
        refused.WaitForAssertion(() => Assert.Contains("These runs cannot be compared on the same exams.",
            refused.Find("section[aria-labelledby=compare-differences] .mud-alert").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Downloads_hold_the_same_figures_and_are_recorded()
    {
        Add(1, skill: 3);
        Add(2, skill: 0.1);
        using Browser browser = await dashboard.BrowserOfAsync("vera", Roles.Viewer);

        JsonNode json = JsonNode.Parse(await browser.GetStringAsync($"differences.json{Two}&vs=demo/Train_2", Cancellation))!;
        string csv = await browser.GetStringAsync($"differences.csv{Two}&vs=demo/Train_2", Cancellation);
        string latex = await browser.GetStringAsync($"differences.tex{Two}&vs=demo/Train_2", Cancellation);
        HttpResponseMessage missing = await browser.GetAsync("differences.csv?runs=demo/Train_1", Cancellation);

        string figure = Section(Two + "&vs=demo/Train_2").QuerySelector(".compared tbody td:nth-child(3)")!.TextContent;
        double difference = (double)json["pairs"]!["demo/Train_1-demo/Train_2"]!["difference"]!["auc_ovr_macro"]!;
        Assert.Contains($"+{difference:0.000}", figure, StringComparison.Ordinal);
        Assert.StartsWith("first,second,class,metric,", csv, StringComparison.Ordinal);
        Assert.Contains("\\toprule", latex, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        AuditEntry[] written = [.. dashboard.Services.GetRequiredService<AuditReader>().All(new AuditQuery(), Cancellation)
            .Where(entry => entry.Action == AuditActions.ResultDownload)];
        Assert.Equal(["differences.csv", "differences.json", "differences.tex"], written.Select(entry => entry.Detail).Order());
        Assert.All(written, entry => Assert.Equal("demo/Train_1,demo/Train_2", entry.Target));
    }

    private IElement Section(string query, bool wait = true)
    {
        IRenderedComponent<ComparePage> page = Page(query);
        if (wait) page.WaitForAssertion(() => page.Find(".differences-sentence"), TimeSpan.FromSeconds(30));
        return page.Find("section[aria-labelledby=compare-differences]");
    }

    private IRenderedComponent<ComparePage> Page(string query)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"compare{query}");
        return context.Render<ComparePage>(parameters => parameters.AddCascadingValue(new LiveState()));
    }

    private void Add(int number, double? skill, double lr = 1e-4, int seed = 42, double? loss = null, int turn = 0)
    {
        RunSettings settings = SettingsRules.Resolve(
            new RunSettings { Split = "/s.json", Datadir = "/d", Lr = lr, Seed = seed, ClassNames = ["sick", "unwell", "well"] });
        string path = Directory.CreateDirectory(folder.File("results", "demo", $"Train_{number}")).FullName;
        if (skill is { } known)
        {
            IReadOnlyList<SplitPredictions> splits = [new("test", Exams(known, turn))];
            PredictionsFile.Write(Path.Combine(path, "predictions.json"), splits);
            EvaluationFile.Write(Path.Combine(path, "evaluation.json"),
                Evaluator.Evaluate(splits, new EvaluationOptions(settings.ClassNames!, Resamples: 20), null, Cancellation));
        }
        Store.Add(new Run
        {
            Id = $"demo/Train_{number}",
            Key = Store.NextKey(),
            Folder = path,
            Owner = "ada",
            Settings = settings,
            SettingsHash = SettingsHash.Of(settings),
            Created = DateTimeOffset.UnixEpoch.AddDays(number),
            Status = RunStatus.Finished,
            EpochsDone = 4,
            Best = loss is { } value
                ? new Dictionary<string, BestValue> { ["val_loss"] = new(value, 2) }
                : new Dictionary<string, BestValue>(),
        });
    }

    private static ExamPrediction[] Exams(double skill, int turn)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, 60).Select(i =>
        {
            double[] scores = [.. Enumerable.Range(0, 3).Select(c => Math.Exp(2 * random.NextDouble() + (c == i % 3 ? skill : 0)))];
            double[] probabilities = [.. scores.Select(score => score / scores.Sum())];
            return new ExamPrediction($"{i / 2}_{(i % 2 == 0 ? 'L' : 'R')}", (i + turn) % 3, probabilities);
        })];
    }
}
