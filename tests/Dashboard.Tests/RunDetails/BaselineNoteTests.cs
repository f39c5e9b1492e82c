using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Duplicates;
using Angioboard.Core.Hygiene.Shortcuts;
using Angioboard.Jobs;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.RunDetails;

public sealed class BaselineNoteTests
{
    [Fact]
    public async Task The_evaluation_shows_what_the_files_alone_give_away_beside_the_runs_own_figure()
    {
        await using RunPageContext context = Context("data", red: false);

        AngleSharp.Dom.IElement note = context.Page("?tab=evaluation").Find(".baseline-note");

        Assert.Matches(@"What the files alone give away: AUC 0\.52 \(0\.44 to 0\.60\); this run: [01]\.\d\d.*\.", note.TextContent);
        Assert.DoesNotContain("Between exams", note.TextContent, StringComparison.Ordinal);
        Assert.Equal("datasets/eyes#giveaway", note.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Where_a_class_is_given_away_the_area_within_strata_stands_beside_it()
    {
        await using RunPageContext context = Context("data", red: true);

        // Of two pairs of the test, one is of as many frames: its sick exam has the smaller score for well.
        Assert.Contains("Between exams with the same number and size of frames, the run reaches 1.00 (50 % of the pairs).",
            context.Page("?tab=evaluation").Find(".baseline-red").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "?tab=evaluation")]
    [InlineData("data", "?tab=evaluation&split=validation")]
    public async Task Of_other_data_or_another_split_nothing_is_shown(string fingerprint, string address)
    {
        await using RunPageContext context = Context(fingerprint, red: false);

        Assert.Empty(context.Page(address).FindAll(".baseline-note"));
    }

    private static RunPageContext Context(string fingerprint, bool red)
    {
        RunPageContext context = new();
        context.Add(run => run with
        {
            Status = RunStatus.Finished,
            Fingerprint = fingerprint,
            Settings = run.Settings with { Split = "/study/split.json", Datadir = "/study" },
        });
        context.WriteResults();
        Dataset dataset = new()
        {
            Name = "eyes", Split = "/study/split.json", Datadir = "/study", ClassNames = ["sick", "well"], Owner = "ada",
            Registered = DateTimeOffset.UtcNow,
        };
        context.Services.GetRequiredService<DatasetStore>().Put(dataset);
        string folder = Path.Combine(context.Services.GetRequiredService<AngioboardOptions>().DataFolder, "hygiene");
        Directory.CreateDirectory(folder);
        HygieneFile.Write(Path.Combine(folder, "eyes.json"), new HygieneReport
        {
            Fingerprint = "data",
            Classes = dataset.ClassNames,
            Shortcuts = new ShortcutBaseline
            {
                Split = "test",
                Joint = new JointBaseline(0.52, new(0.44, 0.6), null, null, red),
                Strata = new Dictionary<string, Stratum> { ["c_L"] = new(5, 9, 9), ["d_R"] = new(7, 9, 9), ["e_R"] = new(5, 9, 9) },
            },
            Duplicates = new NearDuplicates { Frames = 0, Skipped = 0, Limit = 0, Found = 0, Pairs = [] },
        });
        return context;
    }
}
