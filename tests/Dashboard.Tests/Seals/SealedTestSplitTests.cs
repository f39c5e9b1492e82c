using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets.Sealing;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Seals;

/// <summary>No page, file or download has a figure of a sealed test split.</summary>
public sealed class SealedTestSplitTests
{
    private const string Runs = "runs=study/Train_1,study/Train_2,study/Train_3";

    private const string Variants = "variant=study/Study_1:a&variant=study/Study_1:b";

    private static readonly string[] tabs = ["overview", "settings", "evaluation", "predictions", "artifacts", "log", "system"];

    private static readonly string[] files =
        ["predictions.json", "evaluation.json", "evaluation.pdf", "auimcp.pdf", "trainer.log", "console.log", "notes.txt",
            "comparison.json", "settings.json", "test-seal.json", "evaluations/retina/predictions.json",
            "evaluations/retina/evaluation.json"];

    // Every endpoint, with the addresses that could show something of a run; none for those that cannot.
    private static readonly Dictionary<string, string[]> considered = new()
    {
        ["/"] = ["?columns=split:test:auc_ovr_macro,split:test:accuracy&sort=-split:test:accuracy",
            "?q=test_accuracy%3E0.1&columns=split:test:accuracy", "?group=settings&delta=on", "?columns=split:retina:%20test:accuracy",
            "?curves=val_loss"],
        ["/runs/{Experiment}/{Train}"] =
        [
            .. Enumerable.Range(1, 3).SelectMany(n => tabs.SelectMany(tab =>
                new[] { "", "&split=test", "&split=retina:%20test", "&split=validation" }.Select(split =>
                    $"runs/study/Train_{n}?tab={tab}{split}"))),
            "runs/study/Train_1?tab=predictions&split=test&exam=telltale0_R",
        ],
        ["/compare"] = [$"compare?{Runs}", $"compare?{Runs}&split=test&vs-split=test&metric=accuracy", $"compare?{Runs}&exams=wrong"],
        ["differences.json"] = [$"differences.json?{Runs}", $"differences.json?{Runs}&vs-split=test"],
        ["differences.csv"] = [$"differences.csv?{Runs}&vs-split=test"],
        ["differences.tex"] = [$"differences.tex?{Runs}&vs-split=test"],
        // CompareVariantsPageTests seal the split of a study.
        ["/compare/variants"] = [$"compare/variants?{Variants}"], ["variants.json"] = [$"variants.json?{Variants}"],
        ["variants.csv"] = [$"variants.csv?{Variants}"], ["variants.tex"] = [$"variants.tex?{Variants}"],
        ["/api/v1/comparisons/variants"] = [$"api/v1/comparisons/variants?{Variants}"],
        // StudyPageTests and StudiesPageTests seal the split of a study.
        ["/studies"] = ["studies"], ["/studies/{Experiment}/{StudyName}"] = ["studies/study/Study_1"],
        ["studies/{experiment}/{study}/results.json"] = ["studies/study/Study_1/results.json"],
        ["studies/{experiment}/{study}/results.csv"] = ["studies/study/Study_1/results.csv"],
        ["studies/{experiment}/{study}/results.tex"] = ["studies/study/Study_1/results.tex"],
        ["studies/{experiment}/{study}/crossval.pdf"] = ["studies/study/Study_1/crossval.pdf"],
        ["studies/{experiment}/{study}/study.json"] = ["studies/study/Study_1/study.json"],
        // EnsemblePageTests seals the split of a study, and that of a dataset which an ensemble has predicted.
        ["studies/{experiment}/{study}/ensembles/{name}/{file}"] = [],
        ["studies/{experiment}/{study}/ensembles/{name}/on/{dataset}/{file}"] = [],
        ["/api/v1/studies/{experiment}/{study}/ensembles/{name}/{file}"] = [],
        ["/api/v1/studies/{experiment}/{study}/ensembles/{name}/on/{dataset}/{file}"] = [],
        ["/api/v1/studies/{experiment}/{study}/ensembles"] = [], ["/api/v1/studies/{experiment}/{study}/ensembles/{name}/predict"] = [],
        ["runs.csv"] = ["runs.csv?columns=split:test:auc_ovr_macro,split:test:accuracy", "runs.csv"],
        ["runs.tex"] = ["runs.tex?columns=split:test:auc_ovr_macro,split:test:accuracy"],
        ["/api/runs/{experiment}/{train}/artifacts/{**name}"] =
            [.. Enumerable.Range(1, 3).SelectMany(n => files.Select(file => $"api/runs/study/Train_{n}/artifacts/{file}"))],
        ["/api/runs/{experiment}/{train}/artifacts.zip"] =
            [.. Enumerable.Range(1, 3).Select(n => $"api/runs/study/Train_{n}/artifacts.zip")],
        ["/api/runs/{experiment}/{train}/predictions.csv"] =
            [.. Enumerable.Range(1, 3).Select(n => $"api/runs/study/Train_{n}/predictions.csv")],
        ["/datasets"] = ["datasets"],
        ["/datasets/{Name}"] = ["datasets/retina", "datasets/open"],
        ["/api/datasets/{name}/remarks.csv"] = ["api/datasets/retina/remarks.csv"],
        ["/new"] = ["new", "new?clone=study/Train_1"],
        ["/machine"] = ["machine"],
        ["/about"] = ["about"],
        ["/audit"] = ["audit"],
        ["audit.csv"] = ["audit.csv"],
        ["/account"] = ["account"],
        ["/users"] = ["users"],
        ["/health"] = ["health"],
        ["/api/v1/openapi.json"] = ["api/v1/openapi.json"],
        ["/api/v1/reference/{documentName?}"] = ["api/v1/reference/"],
        ["/api/v1/runs/{experiment}/{train}/texts"] = ["api/v1/runs/study/Train_1/texts"],
        // They answer with the state of the run.
        ["/api/v1/runs/{experiment}/{train}/stop"] = [], ["/api/v1/runs/{experiment}/{train}/pause"] = [],
        ["/api/v1/runs/{experiment}/{train}/continue"] = [], ["/api/v1/runs/{experiment}/{train}/resume"] = [],
        ["/api/v1/runs/{experiment}/{train}/finish-early"] = [], ["/api/v1/runs/{experiment}/{train}/restore"] = [],
        ["/api/v1/local/backup"] = [], ["/api/v1/local/sign-in-link"] = [], ["/api/v1/local/paused"] = [],
        // The plan of a study and the states of its runs, without figures.
        ["/api/v1/studies"] = ["api/v1/studies"], ["/api/v1/studies/{experiment}/{study}"] = [],
        ["/api/v1/studies/{experiment}/{study}/launch"] = [], ["/api/v1/studies/{experiment}/{study}/add"] = [],
        ["/api/v1/studies/{experiment}/{study}/pause"] = [], ["/api/v1/studies/{experiment}/{study}/continue"] = [],
        ["/api/v1/studies/{experiment}/{study}/stop"] = [], ["/api/v1/studies/{experiment}/{study}/promote"] = [],
        ["/api/v1/csrf"] = ["api/v1/csrf"],
        ["/api/v1/runs"] = ["api/v1/runs?fields=split:test:auc_ovr_macro,split:test:accuracy,split:retina:%20test:accuracy", "api/v1/runs"],
        ["/api/v1/runs/{experiment}/{train}"] = [.. Enumerable.Range(1, 3).Select(n => $"api/v1/runs/study/Train_{n}")],
        ["/api/v1/runs/{experiment}/{train}/epochs"] = ["api/v1/runs/study/Train_1/epochs"],
        ["/api/v1/runs/{experiment}/{train}/artifacts"] = [.. Enumerable.Range(1, 3).Select(n => $"api/v1/runs/study/Train_{n}/artifacts")],
        ["/api/v1/runs/{experiment}/{train}/artifacts/{**name}"] =
            [.. Enumerable.Range(1, 3).SelectMany(n => files.Select(file => $"api/v1/runs/study/Train_{n}/artifacts/{file}"))],
        ["/api/v1/runs/{experiment}/{train}/artifacts.zip"] =
            [.. Enumerable.Range(1, 3).Select(n => $"api/v1/runs/study/Train_{n}/artifacts.zip")],
        ["/api/v1/runs/{experiment}/{train}/predictions"] = [.. Enumerable.Range(1, 3).SelectMany(n =>
            new[] { "json", "csv" }.Select(format => $"api/v1/runs/study/Train_{n}/predictions?format={format}"))],
        ["/api/v1/epochs"] = ["api/v1/epochs", "api/v1/epochs?format=csv"],
        // Changes of runs, from the same store; it does not end.
        ["/api/v1/events"] = [],
        ["/api/v1/comparisons"] = [$"api/v1/comparisons?{Runs}", $"api/v1/comparisons?{Runs}&split=test",
            $"api/v1/comparisons?{Runs}&split=retina:%20test", "api/v1/comparisons?runs=study/Train_1,study/Train_2"],
        ["/api/v1/datasets"] = ["api/v1/datasets"],
        ["/api/v1/machine"] = ["api/v1/machine"],
        ["/api/v1/queue"] = ["api/v1/queue"],
        ["/api/v1/users"] = ["api/v1/users"],
        // Frames of exams, without what a model makes of them.
        ["/api/datasets/{name}/exams/{**path}"] = [],
        ["/api/runs/{experiment}/{train}/exams/{**path}"] = [],
        ["/api/datasets/{name}/animation/{**exam}"] = [],
        ["/api/runs/{experiment}/{train}/animation/{**exam}"] = [],
        // A kit that was written before; none is written of a sealed split.
        ["paper-kit/{ticket}"] = [],
        // Jobs by the ids of runs.
        ["/hangfire/{**path}"] = [],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_is_considered()
    {
        await using SealedStudy study = await SealedStudy.StartAsync();

        IEnumerable<string> endpoints = study.Dashboard.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText ?? "").Distinct();

        string[] unknown = [.. endpoints.Where(pattern => !considered.ContainsKey(pattern) && !Tools.Contains(pattern))];
        Assert.True(unknown.Length == 0, $"Say whether these show figures of the test split:\n{string.Join('\n', unknown)}");
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Researcher)]
    [InlineData(Roles.Administrator)]
    public async Task Figures_of_a_sealed_split_are_nowhere_until_they_are_revealed(string role)
    {
        await using SealedStudy study = await SealedStudy.StartAsync();
        using Browser browser = await study.Dashboard.BrowserOfAsync("ada", role);
        string[] before = [.. await LeaksAsync(study, browser)];

        study.Dashboard.Services.GetRequiredService<DatasetSealing>().Seal(Actor.Server, SealedStudy.Dataset);
        string[] hidden = [.. await LeaksAsync(study, browser)];
        string page = await browser.GetStringAsync("runs/study/Train_1?tab=evaluation&split=test", Cancellation);
        RunReveals reveals = study.Dashboard.Services.GetRequiredService<RunReveals>();
        reveals.Reveal(Actor.Server, "study/Train_1", null, "final model");
        reveals.Reveal(Actor.Server, "study/Train_3", "retina", "external test");
        string[] shown = [.. await LeaksAsync(study, browser)];

        Assert.Contains(before, leak => leak.StartsWith("runs/study/Train_2?tab=evaluation", StringComparison.Ordinal));
        Assert.True(hidden.Length == 0, string.Join('\n', hidden));
        Assert.Contains("Test split sealed", page, StringComparison.Ordinal);
        Assert.Equal(role != Roles.Viewer, page.Contains("Reveal test figures", StringComparison.Ordinal));
        Assert.Contains("are hidden until they are revealed, above", page, StringComparison.Ordinal);
        Assert.Contains("test (sealed)", page, StringComparison.Ordinal);
        foreach (string address in new[] { "runs/study/Train_1?tab=evaluation", "runs/study/Train_1?tab=predictions",
            "runs/study/Train_3?tab=evaluation", "runs.csv", "api/runs/study/Train_1/artifacts.zip",
            "api/runs/study/Train_1/predictions.csv", "api/v1/runs?", "api/v1/runs/study/Train_1:",
            "api/v1/runs/study/Train_1/artifacts/predictions.json", "api/v1/runs/study/Train_1/artifacts.zip",
            "api/v1/runs/study/Train_1/predictions" })
            Assert.Contains(shown, leak => leak.StartsWith(address, StringComparison.Ordinal));
        Assert.DoesNotContain(shown, leak => leak.Contains("study/Train_2", StringComparison.Ordinal)
            && !leak.Contains(Runs, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validation_figures_stay()
    {
        await using SealedStudy study = await SealedStudy.StartAsync();
        using Browser browser = await study.Dashboard.BrowserOfAsync("ada", Roles.Viewer);

        study.Dashboard.Services.GetRequiredService<DatasetSealing>().Seal(Actor.Server, SealedStudy.Dataset);

        Assert.Contains("v0_L", await browser.GetStringAsync("runs/study/Train_1?tab=predictions", Cancellation), StringComparison.Ordinal);
        string csv = await browser.GetStringAsync("api/runs/study/Train_1/predictions.csv", Cancellation);
        Assert.Contains("validation,v0_L", csv, StringComparison.Ordinal);
        Assert.Contains("validation", study.Runs.Find("study/Train_1")!.Splits.Keys);
        Assert.Equal("retina", TestSealFile.Closed(new RunFolder(study.Runs.Find("study/Train_1")!.Folder))!.Dataset);
    }

    private static IReadOnlyList<string> Tools =>
        ["/sign-in", "/sign-out", "/not-allowed", "/not-found", "/new-password", "{**path:file}", "/_framework/opaque-redirect", "/_blazor",
            "/_blazor/negotiate", "/_blazor/disconnect/", "/_blazor/initializers/",
            "/api/v1/reference/scalar.js", "/api/v1/reference/scalar.aspnetcore.js", "/api/v1/reference/favicon.svg"];

    // The addresses whose answers have a telltale, and which.
    private static async Task<IReadOnlyList<string>> LeaksAsync(SealedStudy study, Browser browser)
    {
        List<string> leaks = [];
        foreach (string address in considered.Values.SelectMany(addresses => addresses))
        {
            string text = await SealedStudy.TextAsync(await browser.GetAsync(address, Cancellation));
            // Addresses are repeated in links.
            text = text.Replace("exam=telltale0_R", "", StringComparison.Ordinal);
            if (study.Telltales.FirstOrDefault(telltale => telltale.IsMatch(text)) is { } found) leaks.Add($"{address}: {found}");
        }
        return leaks;
    }
}
