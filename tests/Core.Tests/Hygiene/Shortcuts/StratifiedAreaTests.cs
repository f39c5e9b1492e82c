using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Core.Tests.Hygiene.Shortcuts;

public sealed class StratifiedAreaTests
{
    private static readonly Stratum Few = new(5, 100, 100), Many = new(9, 100, 100);

    [Fact]
    public void A_model_that_only_counts_frames_is_worth_nothing_within_strata()
    {
        // The second class has more frames, mostly: the score is the number of frames.
        (int Label, Stratum Stratum)[] exams = [(0, Few), (0, Few), (0, Many), (1, Few), (1, Many), (1, Many)];

        StratifiedArea area = Of([.. exams.Select(exam => (exam.Label, exam.Stratum.Frames / 10.0, exam.Stratum))])!;

        Assert.Equal(new StratifiedArea(0.5, 4, 9), area);
    }

    [Fact]
    public void Wins_and_ties_are_counted_within_strata_only()
    {
        StratifiedArea area = Of([(0, 0.2, Few), (1, 0.6, Few), (0, 0.6, Few), (1, 0.1, Many), (0, 0.0, Many)])!;

        // A win and a tie in the first stratum, a win in the second.
        Assert.Equal(2.5 / 3, area.Auc, 12);
        Assert.Equal((3, 6), (area.Pairs, area.AllPairs));
    }

    [Fact]
    public void Without_pairs_there_is_no_area()
    {
        Assert.Null(Of([(0, 0.2, Few), (1, 0.6, Many)]));
        Assert.Null(StratifiedArea.Of([new ExamPrediction("other", 0, [1, 0])], new Dictionary<string, Stratum>()));
    }

    private static StratifiedArea? Of((int Label, double Score, Stratum Stratum)[] exams) => StratifiedArea.Of(
        [.. exams.Select((exam, i) => new ExamPrediction($"{i}", exam.Label, [1 - exam.Score, exam.Score]))],
        exams.Index().ToDictionary(exam => $"{exam.Index}", exam => exam.Item.Stratum));
}
