using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.Reading;

namespace Angioboard.Jobs.Tests.Reading;

public sealed class RocThresholdsTests
{
    private static readonly ExamPrediction[] Exams =
    [
        new("a", 0, [0.9, 0.1]), new("b", 0, [0.6, 0.4]), new("c", 1, [0.6, 0.4]), new("d", 1, [0.2, 0.8]),
            new("e", null, [0.7, 0.3]),
    ];

    [Fact]
    public void Each_point_has_the_probability_from_which_exams_count_as_the_class()
    {
        RocCurve curve = new("sick", [0, 0, 0.5, 1], [0, 0.5, 1, 1], 0.875);

        Assert.Equal([null, 0.9, 0.6, 0.2], RocThresholds.Of(Exams, 0, curve));
    }

    [Fact]
    public void Other_predictions_than_those_of_the_curve_give_none()
    {
        RocCurve curve = new("sick", [0, 0.5, 1], [0, 0, 1], 0.25);

        Assert.Equal([null, null, 0.2], RocThresholds.Of(Exams, 0, curve));
        Assert.Equal([null, null, null], RocThresholds.Of([], 0, curve));
    }
}
