using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.Reading;

namespace Angioboard.Jobs.Tests.Reading;

public sealed class OperatingCountsTests
{
    [Fact]
    public void An_exam_at_the_threshold_counts_as_positive_and_one_without_a_label_not_at_all()
    {
        ExamPrediction[] exams =
        [
            new("a", 1, [0.4, 0.6]), new("b", 1, [0.5, 0.5]), new("c", 1, [0.6, 0.4]), new("d", 0, [0.5, 0.5]), new("e", 0, [0.9, 0.1]),
            new("f", null, [0.1, 0.9]),
        ];

        Assert.Equal(new OperatingCounts(2, 1, 1, 1), OperatingCounts.At(exams, 1, 0.5));
    }

    [Fact]
    public void Of_100_exams_the_counts_add_up_to_100()
    {
        Assert.Equal(new OperatingCounts(34, 33, 33, 0), new OperatingCounts(1, 1, 1, 0).OfHundred());
        Assert.Equal(100, new OperatingCounts(7, 3, 11, 986).OfHundred().Exams);
        Assert.Equal(new OperatingCounts(0, 0, 0, 0), new OperatingCounts(0, 0, 0, 0).OfHundred());
    }
}
