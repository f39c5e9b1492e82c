using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Core.Tests.Hygiene.Shortcuts;

public sealed class BaselineTextTests
{
    private static readonly ShortcutBaseline Measured = new()
    {
        Split = "test",
        Exams = 1204,
        Joint = new JointBaseline(0.712, new Limits(0.661, 0.759), null, null, Red: true),
        LeftOut = [new("width", "the same for every exam"), new("date", "not known"), new("height", "the same for every exam")],
        Features =
        [
            new ShortcutFeature
            {
                Name = FeatureNames.Frames, H = 9, P = 0.0001, PHolm = 0.0004, Red = true,
                Classes = [new(0.55, false, null, 0.3), new(0.7, true, new(0.6, 0.8), 0.0001)],
            },
        ],
    };

    [Fact]
    public void Figures_are_sentences()
    {
        Assert.Equal(
            "All features of the files together reach AUC 0.71 (0.66 to 0.76) on the 1,204 exams of test.", BaselineText.Joint(Measured));
        Assert.Equal(
            "All features of the files together reach AUC 0.71 on the 1,204 exams of test, without an interval: ill has 2 patients.",
            BaselineText.Joint(Measured with { Joint = new(0.712, null, "ill has 2 patients", null, false) }));
        Assert.Equal("All features of the files together: not measured, as train has no exams.",
            BaselineText.Joint(Measured with { Joint = new(null, null, "train has no exams", null, false) }));
        Assert.Null(BaselineText.Strip(Measured));
        Assert.Equal("Left out: width, height (the same for every exam); date of the exam (not known).", BaselineText.LeftOut(Measured));
    }

    [Fact]
    public void The_verdict_names_what_gives_a_class_away() => Assert.Equal(
        "The files give classes away: number of frames (ill: 0.70 (0.60 to 0.80)); all features together. "
            + "A model may learn this instead of the disease.",
        BaselineText.Verdict(Measured, ["healthy", "ill"]));

    [Fact]
    public void Too_few_exams_are_no_proof_that_nothing_gives_a_class_away()
    {
        JointBaseline chance = new(0.5, new Limits(0.4, 0.6), null, null, Red: false);
        ShortcutBaseline found = Measured with { Features = [], Joint = chance };

        Assert.Equal("Nothing was found that gives a class away.", BaselineText.Verdict(found, ["healthy", "ill"]));
        Assert.Equal("Nothing was found that gives a class away, but these exams are too few to rule it out.",
            BaselineText.Verdict(found with { Joint = new(1, null, "ill has 2 patients", null, false) }, ["healthy", "ill"]));
    }

    [Theory]
    [InlineData(0.0001, "< 0.001")]
    [InlineData(0.0214, "0.021")]
    [InlineData(0.5, "0.50")]
    public void P_values_are_short(double p, string text) => Assert.Equal(text, BaselineText.P(p));
}
