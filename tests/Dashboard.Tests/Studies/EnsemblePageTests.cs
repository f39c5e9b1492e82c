using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Dashboard.Studies;
using Angioboard.Dashboard.Tests.Api.V1;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Tests.Studies;
using Angioboard.Jobs.Users;
using AngleSharp.Dom;
using Bunit;

namespace Angioboard.Dashboard.Tests.Studies;

/// <summary>Ensembles on the page of a study, as downloads and in the API.</summary>
public sealed class EnsemblePageTests
{
    private const string Clinic = "clinic", Page = "studies/demo/Study_1/ensembles/best", Api = "api/v1/studies/demo/Study_1";

    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_runs_of_the_chosen_variant_are_put_together_with_their_figures_and_gain()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)], 1, 2);
        IRenderedComponent<StudyPage> page = Computed(studies.Page());

        await ClickAsync(page, "Make an ensemble of the 6 runs of max_frames=12");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("article.ensemble table")), patience);

        IElement card = page.Find("article.ensemble");
        Assert.Contains("6 members", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("The mean probabilities of 6 runs of max_frames=12, made by nora", Text(card), StringComparison.Ordinal);
        Assert.Equal(["Metric", "Ensemble (95 % interval)", "Mean of its members (95 % interval)", "Gain (95 % interval)"],
            card.QuerySelectorAll("thead th").Select(head => head.TextContent));
        Assert.Matches(@"AUC \(one-vs-rest, macro\) 0\.\d{3} \(0\.\d{3} to \S+\) 0\.\d{3} \(0\.\d{3} to \S+\) [+-]0\.\d{3}",
            Text(card.QuerySelector("tbody tr")!));
        Assert.Equal(3, card.QuerySelectorAll(".ensemble-files a").Length);
        Assert.Single(EnsembleFolder.All(study.Folder.Path));
        Assert.DoesNotContain("Make an ensemble of the", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_are_ticked_are_put_together_and_a_change_is_said_until_it_is_made_again()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4)], 1, 2);
        IRenderedComponent<StudyPage> page = Computed(studies.Page());

        await ClickAsync(page, "Choose runs for an ensemble");
        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll("input.choice").Count), patience);
        await page.InvokeAsync(() => page.Find("input[aria-label^='Take Train_1 ']").Change(true));
        await page.InvokeAsync(() => page.Find("input[aria-label^='Take Train_4 ']").Change(true));
        await ClickAsync(page, "Make an ensemble of these 2 runs");
        page.WaitForAssertion(() => Assert.Contains("2 chosen runs", page.Find("article.ensemble").TextContent, StringComparison.Ordinal),
            patience);
        SampleStudy.Predict(new RunFolder(studies.Store.Find("demo/Train_4")!.Folder), study.Runs[3], skill: 2);
        IRenderedComponent<StudyPage> later = Computed(studies.Page());
        later.WaitForAssertion(() => Assert.Contains("Out of date: Train_4 (fold 0, seed 2) has other predictions since.",
            Text(later.Find("article.ensemble")), StringComparison.Ordinal), patience);
        await ClickAsync(later, "Make it again");

        later.WaitForAssertion(() => Assert.DoesNotContain("Out of date", later.Markup, StringComparison.Ordinal), patience);
        Assert.Equal(["Train_1", "Train_4"],
            EnsembleFile.Read(EnsembleFolder.Of(study.Folder.Path, "chosen").Record).Members.Select(member => member.Run));
    }

    [Fact]
    public async Task A_viewer_reads_ensembles_and_cannot_make_one()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync(Roles.Viewer);
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4)], 1, 2);
        await MadeAsync(studies);

        IRenderedComponent<StudyPage> page = Computed(studies.Page());

        page.WaitForAssertion(() => Assert.Single(page.FindAll("article.ensemble table")), patience);
        Assert.DoesNotContain("Predict with the ensemble", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Choose runs", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Make ", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_describes_makes_and_sends_ensembles_and_asks_for_rights()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)], 1, 2);
        using ApiClient ada = studies.Dashboard.Api("ada", Roles.Researcher), vera = studies.Dashboard.Api("vera", Roles.Viewer);

        HttpResponseMessage refused = await vera.PostAsJsonAsync($"{Api}/ensembles", new { }, Cancellation);
        HttpResponseMessage unnamed = await ada.PostAsJsonAsync($"{Api}/ensembles", new { variant = "max_frames=5" }, Cancellation);
        HttpResponseMessage field = await ada.PostAsJsonAsync($"{Api}/ensembles", new { variants = "max_frames=4" }, Cancellation);
        HttpResponseMessage made = await ada.PostAsJsonAsync($"{Api}/ensembles", new { name = "best" }, Cancellation);
        JsonNode ensemble = Assert.Single((await vera.GetFromJsonAsync<JsonObject>(Api, Cancellation))!["ensembles"]!.AsArray())!;
        string[] files = [.. ensemble["files"]!.AsArray().Select(file => (string)file!)];
        JsonObject predictions = (await vera.GetFromJsonAsync<JsonObject>(files[1], Cancellation))!;
        HttpResponseMessage none = await ada.GetAsync($"{Api}/ensembles/best/settings.json", Cancellation);
        HttpResponseMessage unknown = await ada.PostAsJsonAsync($"{Api}/ensembles/best/predict", new { dataset = "moon" }, Cancellation);
        HttpResponseMessage forbidden = await vera.PostAsJsonAsync($"{Api}/ensembles/best/predict", new { dataset = "moon" }, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.StartsWith("variant: the study has no max_frames=5", await ApiClient.ProblemAsync(unnamed), StringComparison.Ordinal);
        Assert.StartsWith("variants: there is no such field", await ApiClient.ProblemAsync(field), StringComparison.Ordinal);
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(("best", "max_frames=12", 6), ((string)ensemble["name"]!, (string)ensemble["variant"]!,
            ensemble["members"]!.AsArray().Count));
        JsonNode area = ensemble["figures"]!["metrics"]!["auc_ovr_macro"]!;
        Assert.Equal((double)area["ensemble"]! - (double)area["members"]!, (double)area["gain"]!, 1e-12);
        Assert.Equal(["ensemble.json", "predictions.json", "evaluation.json"], files.Select(Path.GetFileName));
        Assert.Equal(["fold-0", "fold-1", "fold-2"], predictions.Select(split => split.Key));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("dataset: moon is not registered; choose another dataset",
            await ApiClient.ProblemAsync(unknown), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task Of_a_sealed_test_split_nothing_is_shown_sent_or_made()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(null, [StudiesContext.Frames(4)], 1, 2);
        await MadeAsync(studies);
        using ApiClient ada = studies.Dashboard.Api("ada", Roles.Researcher);
        using Browser browser = await studies.Dashboard.BrowserOfAsync("eve", Roles.Researcher);
        HttpStatusCode before = (await browser.GetAsync($"{Page}/predictions.json", Cancellation)).StatusCode;

        studies.Seal(study);
        IRenderedComponent<StudyPage> page = studies.Page();
        HttpResponseMessage made = await ada.PostAsJsonAsync($"{Api}/ensembles", new { name = "other" }, Cancellation);
        JsonNode ensemble = Assert.Single((await ada.GetFromJsonAsync<JsonObject>(Api, Cancellation))!["ensembles"]!.AsArray())!;

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Contains(SealedStudies.Words, page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#study-ensembles"));
        Assert.DoesNotContain("Choose runs", page.Markup, StringComparison.Ordinal);
        foreach (string file in new[] { "ensemble.json", "predictions.json", "evaluation.json" })
        {
            HttpResponseMessage sent = await browser.GetAsync($"{Page}/{file}", Cancellation);
            Assert.Equal((HttpStatusCode.NotFound, SealedStudies.Words),
                (sent.StatusCode, await sent.Content.ReadAsStringAsync(Cancellation)));
            Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync($"{Api}/ensembles/best/{file}", Cancellation)).StatusCode);
        }
        Assert.Equal(SealedStudies.Words, await ApiClient.ProblemAsync(made));
        Assert.Null(ensemble["figures"]);
        Assert.Empty(ensemble["files"]!.AsArray());
    }

    [Fact]
    public async Task A_dataset_that_was_predicted_is_shown_and_sent_until_its_test_split_is_sealed()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4)], 1, 2);
        await MadeAsync(studies);
        foreach (Jobs.Runs.Run run in studies.Store.All) PredictClinic(studies.Store, run);
        using Browser browser = await studies.Dashboard.BrowserOfAsync("eve", Roles.Researcher);

        IRenderedComponent<StudyPage> page = Computed(studies.Page());
        page.WaitForAssertion(() => Assert.Contains("2 exams are predicted", Text(page.Find(".ensemble-data")), StringComparison.Ordinal),
            patience);
        string caption = page.Find(".ensemble-data caption").TextContent;
        string[] links = [.. page.FindAll(".ensemble-data .ensemble-files a").Select(link => link.GetAttribute("href")!)];
        JsonObject predictions = (await browser.GetFromJsonAsync<JsonObject>(links[0], Cancellation))!;
        JsonObject evaluation = (await browser.GetFromJsonAsync<JsonObject>(links[1], Cancellation))!;
        DatasetSeal seal = new()
        {
            Dataset = Clinic, Split = "/elsewhere/split.json", SealedAt = DateTimeOffset.UtcNow, SealedBy = "ada",
        };
        studies.Store.ChangeSeals([], [seal], run => run);
        IRenderedComponent<StudyPage> hidden = Computed(studies.Page());
        HttpResponseMessage[] kept = [.. await Task.WhenAll(links.Select(link => browser.GetAsync(link, Cancellation)))];

        Assert.Equal("clinic: test", caption);
        Assert.Equal(["test"], predictions.Select(split => split.Key));
        Assert.Equal(["test"], evaluation["splits"]!.AsObject().Select(split => split.Key));
        hidden.WaitForAssertion(() => Assert.Contains(SealedStudies.OfDataset, hidden.Markup, StringComparison.Ordinal), patience);
        Assert.Empty(hidden.FindAll(".ensemble-data table"));
        Assert.All(kept, answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
    }

    private static async Task MadeAsync(StudiesContext studies)
    {
        using ApiClient bob = studies.Dashboard.Api("bob", Roles.Researcher);
        HttpResponseMessage made = await bob.PostAsJsonAsync($"{Api}/ensembles", new { name = "best" }, Cancellation);
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync(Cancellation));
    }

    private static void PredictClinic(RunStore store, Jobs.Runs.Run run)
    {
        RunFolder place = new(Path.Combine(run.Folder, "evaluations", Clinic));
        Directory.CreateDirectory(place.Path);
        PredictionsFile.Write(place.Predictions, [new SplitPredictions("test",
            [new ExamPrediction("x_L", 0, [0.7, 0.2, 0.1]), new ExamPrediction("y_R", 1, [0.1, 0.8, 0.1])])]);
        store.Update(run.Id, known => known with
        {
            Evaluations = new Dictionary<string, OtherEvaluation> { [Clinic] = new(RunStatus.Finished, null, "ada") },
        });
    }

    private static IRenderedComponent<StudyPage> Computed(IRenderedComponent<StudyPage> page)
    {
        page.WaitForAssertion(() => page.Find("a[href$='results.json']"), patience);
        return page;
    }

    private static async Task ClickAsync(IRenderedComponent<StudyPage> page, string name)
    {
        page.WaitForAssertion(() => Assert.Single(page.FindAll("button"), button => button.TextContent.Trim() == name), patience);
        // Nothing replaces the button between finding and clicking it.
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Trim() == name).Click());
    }

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
