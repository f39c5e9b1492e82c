using System.Net;
using System.Text.Json.Nodes;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.Compare.Variants;
using Angioboard.Dashboard.Studies;
using Angioboard.Dashboard.Tests.Api.V1;
using Angioboard.Jobs.Studies.Comparing;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Tests.Studies;
using Angioboard.Jobs.Users;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Tests.Studies;

/// <summary>The page of compared variants, its files and the API's comparison.</summary>
public sealed class CompareVariantsPageTests
{
    private const string Few = "demo/Study_1:max_frames=4", Some = "demo/Study_1:max_frames=6", Many = "demo/Study_1:max_frames=12";

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Variants_are_compared_with_the_figures_of_their_study()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync(Roles.Viewer);
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(6), StudiesContext.Frames(12)], 1, 2);

        IRenderedComponent<CompareVariantsPage> page = Computed(studies.Compare(Few, Some, Many));

        IElement[] rows = [.. page.FindAll("section[aria-labelledby=compare-differences] tbody tr")];
        Assert.Equal(3, rows.Length);
        Assert.Contains("max_frames=12", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("best on these exams", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("better by patients, p < 0.001", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("by seeds", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Matches(@"\d+ for, \d+ against", rows[0].TextContent);
        Assert.Contains(rows, row => row.TextContent.Contains("the others are compared with this one", StringComparison.Ordinal));
        Assert.Contains("compared with max_frames=4 on 96 exams of 48 patients", page.Markup, StringComparison.Ordinal);
        Assert.Contains("the baseline", page.Find("section[aria-labelledby=compare-differences]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["max_frames"],
            page.FindAll("section[aria-labelledby=compare-settings] tbody th").Select(head => head.TextContent.Trim()));
        Assert.Equal(3, page.FindAll("section[aria-labelledby=compare-confusion] .confusion").Count);
        Assert.Contains("A variant's call is by the mean probabilities of its seeds", page.Markup, StringComparison.Ordinal);
        string json = await DownloadAsync(studies, $"variants.json?{Query(Few, Some, Many)}");
        string own = await DownloadAsync(studies, "studies/demo/Study_1/results.json");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(own)!["variants"]![2]!["difference"],
            JsonNode.Parse(json)!["variants"]![2]!["difference"]));
    }

    [Fact]
    public async Task Another_reference_and_the_exams_that_decide_are_chosen_by_the_address()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        IRenderedComponent<CompareVariantsPage> page = Computed(studies.Compare(Few, Many));
        string address = page.Find("section[aria-labelledby=compare-differences] td a").GetAttribute("href")!;

        studies.Navigation.NavigateTo($"compare/variants?{Query(Few, Many)}&vs={Uri.EscapeDataString(Many)}");
        page.WaitForAssertion(() => Assert.Contains("worse by patients", page.Markup, StringComparison.Ordinal), patience);
        studies.Navigation.NavigateTo(address);

        page.WaitForAssertion(() => Assert.Contains("Only max_frames=12 is right", page.Markup, StringComparison.Ordinal), patience);
        page.WaitForAssertion(() => Assert.Contains("better by patients", page.Markup, StringComparison.Ordinal), patience);
        string[] calls = [.. page.FindAll("section[aria-labelledby=compare-exams] table td a").Select(call => call.GetAttribute("href")!)];
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Matches(@"\Aruns/demo/Train_\d+\?tab=predictions&split=test&exam=\d+_[LR]\z", call));
    }

    [Fact]
    public async Task Variants_are_ticked_on_the_page_of_their_study()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(6), StudiesContext.Frames(8)]);
        IRenderedComponent<StudyPage> page = studies.Page();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("td.pick input").Count), patience);
        Assert.Contains("Select two or more.", page.Markup, StringComparison.Ordinal);

        // The page fills meanwhile: only on its own thread does an element stay between finding and ticking it.
        await page.InvokeAsync(() => page.FindAll("td.pick input")[2].Change(true));
        await page.InvokeAsync(() => page.FindAll("td.pick input")[0].Change(true));

        page.WaitForAssertion(() => Assert.Equal($"compare/variants?{Query(Few, "demo/Study_1:max_frames=8")}",
            page.Find(".variants-compare a").GetAttribute("href")), patience);
        page.WaitForAssertion(() => Assert.Contains("not distinguishable from the best", page.Markup, StringComparison.Ordinal), patience);
    }

    [Fact]
    public async Task What_is_no_variant_is_said_and_can_be_removed()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(null, [StudiesContext.Frames(4), StudiesContext.Frames(12)]);

        IRenderedComponent<CompareVariantsPage> page = studies.Compare(Few, "demo/Study_7:x", "demo/Study_1:x", "demo/Train_1");

        Assert.Equal(3, page.FindAll(".mud-alert-text-warning").Count);
        Assert.Contains("there is no study demo/Study_7.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("demo/Study_1 has no variant x.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("is no variant of a study; write it as experiment/Study_1:variant.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("One variant is selected.", page.Markup, StringComparison.Ordinal);
        await page.Find("button[aria-label='Remove demo/Train_1']").ClickAsync(new());
        Assert.DoesNotContain("demo/Train_1", studies.Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Researcher)]
    public async Task Studies_with_other_folds_are_not_compared(string role)
    {
        await using StudiesContext studies = await StudiesContext.StartAsync(role);
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        studies.Finished(new PatientFolds(4), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);

        IRenderedComponent<CompareVariantsPage> page = studies.Compare(Few, "demo/Study_2:max_frames=4");

        page.WaitForAssertion(() => Assert.Contains(role == Roles.Viewer
            ? "These variants cannot be compared. A researcher can see why."
            : "demo/Study_1 has 3 folds, and demo/Study_2 has 4 folds; compare variants of studies with the same folds", page.Markup,
            StringComparison.Ordinal), patience);
    }

    [Fact]
    public async Task A_sealed_test_split_has_no_figures_also_when_it_is_sealed_while_the_page_is_open()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(null, [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        IRenderedComponent<CompareVariantsPage> page = Computed(studies.Compare(Few, Many));
        using Browser viewer = await studies.Dashboard.BrowserOfAsync("vera", Roles.Viewer);
        using ApiClient program = studies.Dashboard.Api("otto", Roles.Researcher);

        studies.Seal(study);

        page.WaitForAssertion(() => Assert.Contains(SealedStudies.Words, page.Markup, StringComparison.Ordinal), patience);
        Assert.DoesNotContain("better by patients", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#compare-exams, #compare-metrics, #compare-confusion"));
        foreach (string file in new[] { "variants.json", "variants.csv", "variants.tex" })
        {
            HttpResponseMessage answer = await viewer.GetAsync($"{file}?{Query(Few, Many)}", Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(SealedStudies.Words, await answer.Content.ReadAsStringAsync(Cancellation));
        }
        HttpResponseMessage asked = await program.GetAsync($"api/v1/comparisons/variants?{Query(Few, Many)}", Cancellation);
        Assert.Equal(SealedStudies.Words, await ApiClient.ProblemAsync(asked));
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
    }

    [Fact]
    public async Task The_apis_comparison_is_that_of_the_page()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        using ApiClient ada = studies.Dashboard.Api("bea", Roles.Viewer);

        string asked = await ada.GetStringAsync(
            $"api/v1/comparisons/variants?{Query(Few, Many)}&metric=accuracy&reference={Uri.EscapeDataString(Many)}", Cancellation);

        Assert.Equal(await DownloadAsync(studies, $"variants.json?{Query(Few, Many)}&metric=accuracy&vs={Uri.EscapeDataString(Many)}"),
            asked);
        Assert.Equal("max_frames=12", (string?)JsonNode.Parse(asked)!["baseline"]);
        Assert.StartsWith("variant,runs,of,", await DownloadAsync(studies, $"variants.csv?{Query(Few, Many)}"), StringComparison.Ordinal);
        Assert.Contains("\\begin{", await DownloadAsync(studies, $"variants.tex?{Query(Few, Many)}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "variant", "give two or more")]
    [InlineData("variant=demo/Study_1:max_frames%3D4", "variant", "give two or more")]
    [InlineData("variant=demo/Study_1:x&variant=demo/Train_1", "variant", "“demo/Study_1:x”: demo/Study_1 has no variant x")]
    [InlineData("variant=demo/Study_1:max_frames%3D4&variant=demo/Study_1:max_frames%3D12&metric=speed", "metric",
        "there is no metric “speed” with differences")]
    [InlineData("variant=demo/Study_1:max_frames%3D4&variant=demo/Study_1:max_frames%3D12&reference=demo/Study_1:x", "reference",
        "demo/Study_1:x is none of the variants")]
    public async Task What_the_api_cannot_compare_is_named(string query, string field, string says)
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(null, [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        using ApiClient ada = studies.Dashboard.Api("bea", Roles.Viewer);

        HttpResponseMessage answer = await ada.GetAsync($"api/v1/comparisons/variants?{query}", Cancellation);

        JsonObject problem = await ApiClient.ProblemOfAsync(answer);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(says, (string?)problem["errors"]?[field]?[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_holds_all_choices()
    {
        VariantsView view = new()
        {
            Variants = [Few, "a:b/Study_12:lr=1e-3, x:y & z"], Metric = "accuracy", Reference = Few,
            Decided = "a:b/Study_12:lr=1e-3, x:y & z", Exams = Jobs.Comparison.ExamFilter.Deciding, Exam = "e1", Equal = true,
        };

        VariantsView read = VariantsView.Read($"http://here/{view.Address()}");

        Assert.Equal(view with { Variants = [] }, read with { Variants = [] });
        Assert.Equal(view.Variants, read.Variants);
        Assert.Equal("compare/variants", new VariantsView().Address());
        Assert.Equal(new VariantAddress("a:b", "Study_12", "lr=1e-3, x:y & z"), VariantAddress.Parse(view.Variants[1]));
        Assert.Null(VariantAddress.Parse("demo/Study_x:y"));
        Assert.Null(VariantAddress.Parse("demo/../Study_1:y"));
    }

    private static string Query(params string[] variants) =>
        string.Join('&', variants.Select(variant => $"variant={Uri.EscapeDataString(variant)}"));

    private static async Task<string> DownloadAsync(StudiesContext studies, string address)
    {
        using Browser browser = await studies.Dashboard.BrowserOfAsync($"u{Guid.NewGuid():N}"[..12], Roles.Viewer);
        return await browser.GetStringAsync(address, Cancellation);
    }

    private static IRenderedComponent<CompareVariantsPage> Computed(IRenderedComponent<CompareVariantsPage> page)
    {
        page.WaitForAssertion(() => page.Find("a[download='variants.json']"), patience);
        return page;
    }
}
