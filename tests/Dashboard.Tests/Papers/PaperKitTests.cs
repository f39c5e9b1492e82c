using System.IO.Compression;
using System.Net;
using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Papers;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Papers.Kits;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using Run = Angioboard.Jobs.Runs.Run;

namespace Angioboard.Dashboard.Tests.Papers;

public sealed class PaperKitTests : IAsyncLifetime, IProgress<StageProgress>
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> stages = [];
    private RunningDashboard dashboard = null!;

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    private PaperKits Kits => dashboard.Services.GetRequiredService<PaperKits>();

    private string Waiting => folder.File("data", PaperKits.FolderName);

    public async ValueTask InitializeAsync() => dashboard = await RunningDashboard.StartAsync(folder.File("data"));

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        folder.Dispose();
    }

    void IProgress<StageProgress>.Report(StageProgress value)
    {
        lock (stages) stages.Add(value.Stage);
    }

    [Fact]
    public async Task A_kit_is_served_once_to_the_user_who_asked_and_recorded()
    {
        Add(1, skill: 3);
        Add(2, skill: 0.1);
        using Browser vera = await dashboard.BrowserOfAsync("vera", Roles.Viewer);
        using Browser max = await dashboard.BrowserOfAsync("max", Roles.Administrator);

        string ticket = await Kits.MakeAsync(
            new PaperKitOrder(["demo/Train_1", "demo/Train_2"], "test", "demo/Train_2"), "vera", this, Cancellation);
        HttpResponseMessage others = await max.GetAsync(PaperKitDownload.Address(ticket), Cancellation);
        HttpResponseMessage own = await vera.GetAsync(PaperKitDownload.Address(ticket), Cancellation);
        byte[] zip = await own.Content.ReadAsByteArrayAsync(Cancellation);
        HttpResponseMessage again = await vera.GetAsync(PaperKitDownload.Address(ticket), Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound),
            (others.StatusCode, own.StatusCode, again.StatusCode));
        Assert.Equal("private, no-store", own.Headers.CacheControl!.ToString().Replace("no-store, private", "private, no-store"));
        using ZipArchive archive = new(new MemoryStream(zip));
        Assert.Contains(archive.Entries, entry => entry.FullName == "report.docx");
        Assert.Contains(archive.Entries, entry => entry.FullName == "tables/differences.csv");
        Assert.Contains("writing the report", stages);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Waiting));
        AuditEntry written = Assert.Single(dashboard.Services.GetRequiredService<AuditReader>().All(new AuditQuery(), Cancellation),
            entry => entry.Action == AuditActions.ResultDownload);
        Assert.Equal(("demo/Train_1,demo/Train_2", PaperKitDownload.FileName), (written.Target, written.Detail));
    }

    [Fact]
    public async Task Leaving_the_page_ends_the_work_and_leaves_nothing()
    {
        Add(1, skill: 1);
        using CancellationTokenSource left = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<string> making = Kits.MakeAsync(new PaperKitOrder(["demo/Train_1"], "test"), "vera", this, left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        Assert.True(!Directory.Exists(Waiting) || !Directory.EnumerateFileSystemEntries(Waiting).Any());
        Assert.Equal(32, (await Kits.MakeAsync(new PaperKitOrder(["demo/Train_1"], "test"), "vera", this, Cancellation)).Length);
    }

    [Fact]
    public async Task What_cannot_be_reported_is_refused_before_anything_is_read()
    {
        Add(1, skill: 1, patients: "/etc/patients.csv");
        Add(2, skill: null);
        Add(3, skill: 1, seal: new TestSeal("Eyes", DateTimeOffset.UnixEpoch, "Anna"));

        string outside = await RefusalAsync("demo/Train_1");
        string unevaluated = await RefusalAsync("demo/Train_2");
        string unknown = await RefusalAsync("demo/Train_9");
        string closed = await RefusalAsync("demo/Train_3");
        string none = await RefusalAsync();

        Assert.Contains("is not below a folder that data may be read from", outside, StringComparison.Ordinal);
        Assert.Contains("its test split is sealed; reveal its test figures first", closed, StringComparison.Ordinal);
        Assert.Contains("has not been evaluated", unevaluated, StringComparison.Ordinal);
        Assert.Equal("There is no run demo/Train_9", unknown);
        Assert.Contains("A paper kit is of 1 to 20 runs; 0 are selected", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kit_that_was_written_before_the_seal_is_not_served_after_it()
    {
        Add(1, skill: 1);
        using Browser vera = await dashboard.BrowserOfAsync("vera", Roles.Viewer);
        string ticket = await Kits.MakeAsync(new PaperKitOrder(["demo/Train_1"], "test"), "vera", this, Cancellation);
        dashboard.Services.GetRequiredService<RunStore>().Update("demo/Train_1", run => run with
        {
            Seals = new Dictionary<string, TestSeal> { [""] = new("Eyes", DateTimeOffset.UtcNow, "Anna") },
        });

        HttpResponseMessage answer = await vera.GetAsync(PaperKitDownload.Address(ticket), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("its test split was sealed after this paper kit was written",
            await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Waiting));
    }

    [Fact]
    public void The_splits_to_choose_from_are_those_of_all_runs_the_test_split_first()
    {
        Add(1, skill: 1);
        Run run = dashboard.Services.GetRequiredService<RunStore>().Find("demo/Train_1")!;
        Dictionary<string, double?> figures = [];
        Run one = run with
        {
            Splits = new Dictionary<string, IReadOnlyDictionary<string, double?>>
            {
                ["train"] = figures, ["test"] = figures, ["validation"] = figures, ["Other: test"] = figures,
            },
        };
        Run two = run with
        {
            Splits = new Dictionary<string, IReadOnlyDictionary<string, double?>> { ["validation"] = figures, ["test"] = figures },
        };

        Assert.Equal(["test", "validation"], PaperKitOrder.Splits([one, two]));
    }

    [Fact]
    public async Task The_dialog_shows_what_it_does_and_offers_the_kit()
    {
        Add(1, skill: 1);
        Run run = dashboard.Services.GetRequiredService<RunStore>().Find("demo/Train_1")! with
        {
            Splits = new Dictionary<string, IReadOnlyDictionary<string, double?>> { ["test"] = new Dictionary<string, double?>() },
        };
        await using BunitContext context = new();
        context.Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        context.AddAuthorization().SetAuthorized("vera");
        context.Services.AddFallbackServiceProvider(dashboard.Services);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        IRenderedComponent<MudDialogProvider> shown = context.Render<MudDialogProvider>();

        await shown.InvokeAsync(() => PaperKitButton.ShowAsync(context.Services.GetRequiredService<IDialogService>(), [run]));
        int before = Focused();
        shown.FindAll("button").Single(button => button.TextContent.Trim() == "Write").Click();
        shown.WaitForState(() => shown.Markup.Contains("The paper kit is ready", StringComparison.Ordinal), TimeSpan.FromMinutes(1));

        Assert.Contains("Paper kit of demo/Train_1", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("It has no pictures of patients", shown.Markup, StringComparison.Ordinal);
        Assert.Matches("^paper-kit/[0-9a-f]{32}$", shown.Find("a[download]").GetAttribute("href"));
        Assert.Single(Directory.EnumerateFiles(Waiting));
        // Write is disabled then: the focus goes to Cancel, and to the kit when it is there.
        shown.WaitForAssertion(() => Assert.Equal(before + 2, Focused()));

        int Focused() => context.JSInterop.Invocations.Count(
            call => call.Identifier.EndsWith("domWrapper.focus", StringComparison.Ordinal));
    }

    private async Task<string> RefusalAsync(params string[] runs) => (await Assert.ThrowsAsync<InputException>(
        () => Kits.MakeAsync(new PaperKitOrder(runs, "test"), "vera", this, Cancellation))).Message;

    private void Add(int number, double? skill, string? patients = null, TestSeal? seal = null)
    {
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            Split = "/s.json", Datadir = "/d", Lr = 1e-4 * number, ClassNames = ["sick", "unwell", "well"], NumClasses = 3,
            Backbone = "vit(img=32,patch=8,dim=64,depth=2,heads=4)",
        });
        RunFolder run = new(Directory.CreateDirectory(folder.File("results", "demo", $"Train_{number}")).FullName);
        SettingsFile.Write(run.Settings, settings, new System.Text.Json.Nodes.JsonObject(), new System.Text.Json.Nodes.JsonObject());
        if (skill is { } known)
        {
            Random random = new(number);
            IReadOnlyList<SplitPredictions> splits =
            [
                new("test", [.. Enumerable.Range(0, 60).Select(exam =>
                    new ExamPrediction($"{exam}_L", exam % 3, Of(random, exam % 3, known)))]),
            ];
            PredictionsFile.Write(run.Predictions, splits);
            EvaluationFile.Write(run.Evaluation,
                Evaluator.Evaluate(splits, new EvaluationOptions(settings.ClassNames!, Resamples: 20), null, Cancellation));
        }
        RunStore store = dashboard.Services.GetRequiredService<RunStore>();
        store.Add(new Run
        {
            Id = $"demo/Train_{number}",
            Key = store.NextKey(),
            Folder = run.Path,
            Owner = "ada",
            Settings = settings with { Patients = patients },
            SettingsHash = SettingsHash.Of(settings),
            Created = DateTimeOffset.UnixEpoch.AddDays(number),
            Status = RunStatus.Finished,
            Seals = seal is null ? new Dictionary<string, TestSeal>() : new Dictionary<string, TestSeal> { [""] = seal },
        });
    }

    private static double[] Of(Random random, int label, double skill)
    {
        double[] weights = [.. Enumerable.Range(0, 3).Select(c => Math.Exp(random.NextDouble() + (c == label ? skill : 0)))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
