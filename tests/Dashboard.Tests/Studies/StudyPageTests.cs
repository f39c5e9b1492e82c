using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Dashboard.Studies;
using Angioboard.Dashboard.Tests.RunDetails;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Tests.Studies;
using Angioboard.Jobs.Users;
using AngleSharp.Dom;
using Bunit;
using Run = Angioboard.Jobs.Runs.Run;

namespace Angioboard.Dashboard.Tests.Studies;

/// <summary>The page of a study.</summary>
public sealed class StudyPageTests
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_better_variant_is_found_and_an_equal_one_is_not_distinguishable()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(6), StudiesContext.Frames(12)], 1, 2);

        IRenderedComponent<StudyPage> page = Computed(studies.Page());

        IElement[] rows = [.. page.FindAll("section[aria-labelledby=study-variants] tbody tr")];
        Assert.Equal(3, rows.Length);
        Assert.Contains("the others are compared with this one", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("not distinguishable by patients", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("better by patients, p < 0.001", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("best in hindsight", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Matches(@"0\.\d{3} ± 0\.\d{3} \(n = 3\)", rows[2].TextContent);
        Assert.Contains("18 of 18 runs finished", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Contains("in hindsight, which is optimistic", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Confusion of max_frames=12", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Each exam counts once for each of the 2 seeds.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(18, page.FindAll("section[aria-labelledby=study-runs] a.sign").Count);
        Assert.Contains("Settings against AUC", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_variant_can_be_chosen_for_the_confusion_matrix()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(null, [StudiesContext.Frames(4), StudiesContext.Frames(12)]);

        IRenderedComponent<StudyPage> page = Computed(studies.Page(query: "?variant=max_frames%3D4"));

        Assert.Contains("Confusion of max_frames=4", page.Find("#study-confusion").TextContent, StringComparison.Ordinal);
        Assert.Equal("24", page.FindAll(".confusion-cell span:first-child").Sum(cell => int.Parse(cell.TextContent,
            System.Globalization.CultureInfo.InvariantCulture)).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_table_fills_while_runs_finish()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = new(studies.Results, new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)], [1]);
        IRenderedComponent<StudyPage> page = studies.Page();
        Assert.Contains("0 of 6 runs finished, 6 not launched", page.Find(".study-progress").TextContent, StringComparison.Ordinal);

        foreach (StudyRun run in study.Runs.Take(5)) studies.Finish(study, run);
        page.WaitForAssertion(() => Assert.Contains("2 of 3 runs; figures of 2 of 3 folds and the seed", page.Markup,
            StringComparison.Ordinal), patience);
        studies.Finish(study, study.Runs[5]);

        page.WaitForAssertion(() => Assert.Contains("better by patients", page.Markup, StringComparison.Ordinal), patience);
        Assert.Contains("6 of 6 runs finished", page.Find(".study-progress").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_buttons_of_runs_that_wait_go_when_the_last_has_finished()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = new(studies.Results, null, [StudiesContext.Frames(4), StudiesContext.Frames(12)], [1]);
        Run[] runs = [.. study.Runs.Select(run => study.Add(studies.Store, run, 1, RunStatus.Running))];
        IRenderedComponent<StudyPage> page = studies.Page();
        page.WaitForAssertion(() => Assert.Equal(["Pause", "Stop", "Add seeds…"], Buttons(page)), patience);

        foreach (Run run in runs) studies.Store.Update(run.Id, r => r with { Status = RunStatus.Failed, Ended = DateTimeOffset.UnixEpoch });

        page.WaitForAssertion(() => Assert.Equal(["Run 2 ended runs again", "Add seeds…"], Buttons(page)), patience);
    }

    [Theory]
    [InlineData(Roles.Researcher, true)]
    [InlineData(Roles.Viewer, false)]
    public async Task What_the_search_did_is_said_beside_the_variant_and_researchers_may_promote_it(string role, bool may)
    {
        await using StudiesContext studies = await StudiesContext.StartAsync(role);
        SampleStudy study = new(studies.Results, null,
            [StudiesContext.Frames(2), StudiesContext.Frames(4), StudiesContext.Frames(12)], [1]);
        study.Folder.Change(study.Folder.Plan with { Search = new MedianRule(Startup: 2) }, null);
        foreach ((StudyRun planned, int place) in study.Runs.Select((run, i) => (run, i)))
        {
            Run run = place < 2 ? studies.Finish(study, planned) : study.Add(studies.Store, planned, 1, RunStatus.Running);
            studies.Store.AppendEpoch(run.Id,
                new EpochRecord(0, new Dictionary<string, double?> { ["val_auc_ovr_macro"] = place < 2 ? 0.8 : 0.5 }),
                r => r with { EpochsDone = 1 });
        }

        IRenderedComponent<StudyPage> page = studies.Page();

        page.WaitForAssertion(() => Assert.Contains("paused after 1 epoch: below the median of 2 variants at that epoch",
            page.FindAll("section[aria-labelledby=study-variants] tbody tr")[2].TextContent, StringComparison.Ordinal), patience);
        Assert.Equal(may ? ["Go on with max_frames=12"] : [], page.FindAll("section[aria-labelledby=study-variants] tbody button")
            .Select(button => button.GetAttribute("aria-label")!));
    }

    private static IEnumerable<string> Buttons(IRenderedComponent<StudyPage> page) =>
        page.FindAll(".study-actions button").Select(button => button.TextContent.Trim());

    [Theory]
    [InlineData(Roles.Researcher)]
    [InlineData(Roles.Viewer)]
    public async Task A_study_that_was_edited_wrongly_still_opens_and_says_so(string role)
    {
        await using StudiesContext studies = await StudiesContext.StartAsync(role);
        SampleStudy study = studies.Finished(new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        string fold = Path.Combine(study.Folder.Folds, "fold-1.json"), plan = Path.Combine(study.Folder.Path, StudyPlanFile.Name);
        File.AppendAllText(fold, "\n");
        IRenderedComponent<StudyPage> page = studies.Page();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".mud-alert")), patience);
        string changed = page.Find(".mud-alert").TextContent;
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("\"max_frames\": 4", "\"max_frame\": 4", StringComparison.Ordinal));
        IRenderedComponent<StudyPage> edited = studies.Page();

        if (role == Roles.Viewer)
        {
            Assert.Contains("A researcher can see why.", changed, StringComparison.Ordinal);
            Assert.DoesNotContain(studies.Results, page.Markup + edited.Markup, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains($"{fold}: was changed after the study was made", changed, StringComparison.Ordinal);
            Assert.Contains("did you mean max_frames?", edited.Find(".mud-alert").TextContent, StringComparison.Ordinal);
        }
        Assert.Equal(6, edited.FindAll("section[aria-labelledby=study-runs] a").Count);
    }

    [Fact]
    public async Task Runs_that_failed_are_gone_or_are_there_twice_are_named()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = new(studies.Results, new PatientFolds(3), [StudiesContext.Frames(4), StudiesContext.Frames(12)], [1]);
        Run failed = study.Add(studies.Store, study.Runs[0], 1, Jobs.Runs.RunStatus.Failed);
        studies.Store.Update(failed.Id, run => run with { Reason = "out of memory\nsecond line" });
        Run first = studies.Finish(study, study.Runs[1]), copy = studies.Finish(study, study.Runs[1]);

        IRenderedComponent<StudyPage> page = studies.Page();

        string text = page.Find("section[aria-labelledby=study-runs]").TextContent;
        Assert.Contains("max_frames=4, fold 0, seed 1: failed: out of memory", text, StringComparison.Ordinal);
        Assert.DoesNotContain("second line", text, StringComparison.Ordinal);
        Assert.Matches($@"{first.Id}\s+{copy.Id}\s+are the same run \(max_frames=12, fold 0, seed 1\)", text);
        Assert.Equal(["✕", "–", "–", "2×", "–", "–"], page.FindAll("td .sign").Select(sign => sign.TextContent));
        page.WaitForAssertion(() =>
            Assert.Contains("keep one, and delete the others", page.Find(".mud-alert").TextContent, StringComparison.Ordinal), patience);
    }

    [Fact]
    public async Task A_sealed_test_split_has_no_figures_also_when_it_is_sealed_while_the_page_is_open()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = studies.Finished(null, [StudiesContext.Frames(4), StudiesContext.Frames(12)]);
        IRenderedComponent<StudyPage> page = Computed(studies.Page());

        studies.Seal(study);

        page.WaitForAssertion(() => Assert.Contains(SealedStudies.Words, page.Markup, StringComparison.Ordinal), patience);
        Assert.DoesNotContain("better by patients", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#study-confusion"));
        Assert.Contains("2 of 2 runs finished", page.Find(".study-progress").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_settings_with_numbers_have_a_heat_map()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(null, [.. from frames in new[] { 12, 4 } from lr in new[] { 0.001, 0.0001 }
            select SampleStudy.Variant(("max_frames", frames), ("lr", lr))]);

        IRenderedComponent<StudyPage> page = Computed(studies.Page());

        IElement table = page.Find(".heat table");
        Assert.Equal(["max_frames 4", "max_frames 12"], table.QuerySelectorAll("tbody th").Select(head => head.TextContent.Trim()));
        Assert.Equal(4, table.QuerySelectorAll("td a").Length);
        Assert.All(table.QuerySelectorAll("td a"), cell => Assert.Matches(@"\A0\.\d{3}\z|\A1\.000\z", cell.TextContent));
        Assert.Empty(page.FindAll("#study-sweep"));
    }

    [Fact]
    public async Task A_learning_curve_has_its_answer_and_sizes_as_rows()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        studies.Finished(new CurveFolds([0.25, 0.5, 0.75, 1], 1), [StudiesContext.Frames(4)], 1, 2);

        IRenderedComponent<StudyPage> page = Computed(studies.Page());

        Assert.Contains("Would more patients help?", page.Markup, StringComparison.Ordinal);
        Assert.Equal(4, page.FindAll("section[aria-labelledby=study-variants] tbody tr").Count);
        Assert.Contains("Sizes", page.Find("#study-variants").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_runs_the_page_shows_the_best_variants_and_the_others_when_asked()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();
        SampleStudy study = new(studies.Results, null,
            [.. Enumerable.Range(1, 250).Select(StudiesContext.Frames)], [1]);

        IRenderedComponent<StudyPage> page = studies.Page();

        page.WaitForAssertion(() => Assert.Equal(50, page.FindAll("section[aria-labelledby=study-variants] tbody tr").Count), patience);
        Assert.Empty(page.FindAll("section[aria-labelledby=study-runs] td"));
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Trim() == "Show all 250").Click());
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Trim() == "Show all 250 runs").Click());
        // The page may be computing meanwhile, and answers a click then.
        page.WaitForAssertion(() => Assert.Equal(250, page.FindAll("section[aria-labelledby=study-variants] tbody tr").Count), patience);
        page.WaitForAssertion(
            () => Assert.Equal(study.Runs.Count, page.FindAll("section[aria-labelledby=study-runs] td").Count), patience);
    }

    [Fact]
    public async Task The_page_of_a_run_leads_to_its_study()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Study = new StudyPlace("Study_2", "max_frames=4", 1) });

        IRenderedComponent<RunPage> page = context.Page();

        Assert.Contains("run of Study_2, variant max_frames=4, fold 1", page.Find(".run-facts").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("a[href='studies/e/Study_2']"));
    }

    [Fact]
    public async Task A_study_that_is_not_there_is_said()
    {
        await using StudiesContext studies = await StudiesContext.StartAsync();

        Assert.Contains("There is no study demo/Study_7", studies.Page("Study_7").Markup, StringComparison.Ordinal);
    }

    private static IRenderedComponent<StudyPage> Computed(IRenderedComponent<StudyPage> page)
    {
        page.WaitForAssertion(() => page.Find("a[href$='results.json']"), patience);
        return page;
    }
}
