using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.Studies;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Tests.Studies;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Studies;

/// <summary>The list of studies, and their files.</summary>
public sealed class StudiesPageTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_studies_the_page_says_how_to_make_one()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();

        IRenderedComponent<StudiesPage> page = studies.List();

        page.WaitForAssertion(() => Assert.Contains("angioboard study new", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Studies_are_listed_with_their_progress_and_by_experiment()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        SampleStudy other = new(studies.Results, null, [StudiesContext.Frames(4)], [1, 2], experiment: "other");
        File.WriteAllText(Path.Combine(new SampleStudy(studies.Results, null, [StudiesContext.Frames(4)], [1]).Folder.Path,
            StudyPlanFile.Name), "{");

        IRenderedComponent<StudiesPage> page = studies.List();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        string row = page.FindAll("tbody tr").Single(row => row.TextContent.Contains("demo/Study_1", StringComparison.Ordinal)).TextContent;
        string broken = page.FindAll("tbody tr")
            .Single(row => row.TextContent.Contains("demo/Study_2", StringComparison.Ordinal)).TextContent;
        IRenderedComponent<StudiesPage> one = studies.List("?experiment=other");

        Assert.Contains("max_frames: 4, 12", row, StringComparison.Ordinal);
        Assert.Contains("6 runs: 2 variants × 3 folds × 1 seed", row, StringComparison.Ordinal);
        Assert.Contains("6 of 6 runs finished", row, StringComparison.Ordinal);
        Assert.Contains("study.json cannot be read", broken, StringComparison.Ordinal);
        one.WaitForAssertion(() => Assert.Equal("other/Study_1", Assert.Single(one.FindAll("tbody th")).TextContent));
        Assert.Equal(("demo", "other"), (Path.GetFileName(study.Folder.Experiment), Path.GetFileName(other.Folder.Experiment)));
    }

    [Fact]
    public async Task Downloads_hold_the_results_and_the_plan_and_are_recorded()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        using Browser viewer = await studies.Dashboard.BrowserOfAsync("vera", Roles.Viewer);
        using Browser researcher = await studies.Dashboard.BrowserOfAsync("rosa", Roles.Researcher);

        JsonNode results = JsonNode.Parse(await viewer.GetStringAsync("studies/demo/Study_1/results.json", Cancellation))!;
        string seen = await viewer.GetStringAsync("studies/demo/Study_1/study.json", Cancellation);
        string whole = await researcher.GetStringAsync("studies/demo/Study_1/study.json", Cancellation);
        HttpResponseMessage missing = await viewer.GetAsync("studies/demo/Study_9/results.json", Cancellation);
        HttpResponseMessage outside = await viewer.GetAsync("studies/..%2Fdemo/Study_1/study.json", Cancellation);
        File.AppendAllText(Path.Combine(study.Folder.Folds, "fold-0.json"), "\n");
        HttpResponseMessage changed = await viewer.GetAsync("studies/demo/Study_1/results.json", Cancellation);

        Assert.Equal((6, 6), ((int)results["runs"]!, (int)results["of"]!));
        Assert.Equal(File.ReadAllText(Path.Combine(study.Folder.Path, "study.json")), whole);
        Assert.Equal("split.json", (string)JsonNode.Parse(seen)!["settings"]!["split"]!);
        Assert.DoesNotContain(Path.GetDirectoryName(studies.Results)!, seen, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (missing.StatusCode, outside.StatusCode));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
        Assert.DoesNotContain(studies.Results, await changed.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(["results.json", "study.json", "study.json"],
            studies.Dashboard.Services.GetRequiredService<AuditReader>().All(new AuditQuery(), Cancellation)
                .Where(entry => entry is { Action: AuditActions.ResultDownload, Target: "demo/Study_1" })
                .Select(entry => entry.Detail).Order());
    }

    [Fact]
    public async Task Tables_and_crossval_pdf_are_those_of_the_same_results()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        using Browser viewer = await studies.Dashboard.BrowserOfAsync("vera", Roles.Viewer);

        string json = await viewer.GetStringAsync("studies/demo/Study_1/results.json", Cancellation),
            csv = await viewer.GetStringAsync("studies/demo/Study_1/results.csv", Cancellation),
            latex = await viewer.GetStringAsync("studies/demo/Study_1/results.tex", Cancellation);
        byte[] pdf = await viewer.GetByteArrayAsync("studies/demo/Study_1/crossval.pdf", Cancellation),
            again = await viewer.GetByteArrayAsync("studies/demo/Study_1/crossval.pdf", Cancellation);

        JsonNode best = JsonNode.Parse(json)!["selection"]!;
        string[] row = csv.Split('\n').Single(line => line.StartsWith($"{best["best"]},", StringComparison.Ordinal)
            && line.Split(',')[3..5] is ["", "auc_ovr_macro"]).Split(',');
        Assert.Equal((double)best["hindsight"]!, double.Parse(row[5], CultureInfo.InvariantCulture));
        Assert.Contains("\\begin{", latex, StringComparison.Ordinal);
        Assert.Equal("%PDF", Encoding.ASCII.GetString(pdf, 0, 4));
        Assert.Equal(pdf, again);
    }

    [Theory]
    [InlineData("results.json")]
    [InlineData("results.csv")]
    [InlineData("results.tex")]
    [InlineData("crossval.pdf")]
    public async Task A_sealed_test_split_is_not_in_downloads(string file)
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(null, [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        using Browser viewer = await studies.Dashboard.BrowserOfAsync("vera", Roles.Viewer);
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync($"studies/demo/Study_1/{file}", Cancellation)).StatusCode);

        studies.Seal(study);
        HttpResponseMessage sealedNow = await viewer.GetAsync($"studies/demo/Study_1/{file}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, sealedNow.StatusCode);
        Assert.Equal(SealedStudies.Words, await sealedNow.Content.ReadAsStringAsync(Cancellation));
    }
}
