using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Duplicates;
using Angioboard.Core.Hygiene.Shortcuts;
using Angioboard.Dashboard.Datasets;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Tests.Datasets;

public sealed class GiveawayCardTests : IAsyncDisposable
{
    private readonly DatasetsContext context = new();

    public async ValueTask DisposeAsync() => await context.EndAsync();

    [Fact]
    public void A_feature_that_gives_a_class_away_is_marked_and_named()
    {
        IRenderedComponent<GiveawayCard> card = Card(Report(red: true));

        Assert.Contains("The files give classes away: number of frames (well: 0.74 (0.66 to 0.81))", card.Markup, StringComparison.Ordinal);
        Assert.Contains("reach AUC 0.71 (0.66 to 0.76) on the 104 exams of test.", card.Markup, StringComparison.Ordinal);
        AngleSharp.Dom.IElement row = card.Find("tr.giveaway-red");
        Assert.Equal("Number of frames", row.QuerySelector("th")!.TextContent);
        Assert.Contains("gives it away", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("0.74 ↑", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_was_found_it_says_so()
    {
        IRenderedComponent<GiveawayCard> card = Card(Report(red: false));

        Assert.Contains("Nothing was found that gives a class away.", card.Markup, StringComparison.Ordinal);
        Assert.Empty(card.FindAll("tr.giveaway-red"));
        Assert.Empty(card.FindAll("img"));
    }

    [Fact]
    public void Frames_that_look_the_same_are_side_by_side()
    {
        HygieneReport report = Report(red: false);
        FramePair pair = new(new("train", "a b/0_L", "1.jpg", 0), new("test", "7_R", "3.jpg", 2), 2, 0.991, Mirrored: true, 4);
        IRenderedComponent<GiveawayCard> card = Card(report with
        {
            Duplicates = report.Duplicates with { Found = 8, Pairs = [.. Enumerable.Repeat(pair, 8)] },
        });

        Assert.Equal(12, card.FindAll("img").Count);
        Assert.Equal(["api/datasets/eyes/exams/a%20b/0_L/frames/0", "api/datasets/eyes/exams/7_R/frames/2"],
            card.FindAll("img").Take(2).Select(image => image.GetAttribute("src")));
        Assert.Equal("pair-mirrored", card.FindAll("img")[1].ClassName);
        Assert.Contains(
            "Correlation 0.991, the second mirrored; 4 pairs of their frames look alike.", card.Markup, StringComparison.Ordinal);

        card.FindAll("button").Single(button => button.TextContent.Contains("Show more", StringComparison.Ordinal)).Click();
        Assert.Equal(16, card.FindAll("img").Count);
    }

    [Fact]
    public void Before_a_check_a_researcher_can_start_one()
    {
        bool looked = false;
        IRenderedComponent<GiveawayCard> card = context.Render<GiveawayCard>(parameters => parameters
            .Add(one => one.Dataset, "eyes").Add(one => one.Report, null).Add(one => one.Busy, false)
            .Add(one => one.OnLook, EventCallback.Factory.Create(this, () => looked = true)));

        card.Find("button").Click();

        Assert.True(looked);
    }

    [Fact]
    public async Task A_viewer_cannot_start_one()
    {
        DatasetsContext other = new(Roles.Viewer);
        IRenderedComponent<GiveawayCard> card = other.Render<GiveawayCard>(parameters => parameters
            .Add(one => one.Dataset, "eyes").Add(one => one.Report, null).Add(one => one.Busy, false));

        Assert.Empty(card.FindAll("button"));
        await other.EndAsync();
    }

    [Fact]
    public async Task The_page_shows_what_the_check_found()
    {
        await context.RegisterAsync();

        IRenderedComponent<DatasetPage> page = context.Render<DatasetPage>(parameters => parameters.Add(one => one.Name, "eyes"));

        page.WaitForAssertion(() =>
            Assert.Contains("There is no labelled test split", page.Find("#giveaway").TextContent, StringComparison.Ordinal));
    }

    private IRenderedComponent<GiveawayCard> Card(HygieneReport report) => context.Render<GiveawayCard>(parameters => parameters
        .Add(card => card.Dataset, "eyes").Add(card => card.Report, report).Add(card => card.Busy, false));

    private static HygieneReport Report(bool red) => new()
    {
        Fingerprint = "f",
        Classes = ["sick", "well"],
        Shortcuts = new ShortcutBaseline
        {
            Split = "test",
            AllExams = 520,
            Exams = 104,
            Joint = new JointBaseline(0.712, new(0.661, 0.759), null, null, red),
            Features =
            [
                new ShortcutFeature
                {
                    Name = FeatureNames.Frames, H = 9, P = 0.0001, PHolm = 0.0004, Red = red,
                    Classes = [new(0.55, false, null, 0.3), new(0.74, true, new(0.66, 0.81), 0.0001)],
                },
            ],
        },
        Duplicates = new NearDuplicates { Frames = 4000, Skipped = 3, Limit = 4, Found = 0, Pairs = [] },
    };
}
