using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Predictions;

public sealed class PredictionDifferenceTests
{
    [Theory]
    [InlineData(0, null, "p.json: a has no label, the split file 0; give the same split file")]
    [InlineData(null, 1, "p.json: a has the label 1, the split file none; give the same split file")]
    [InlineData(0, 1, "p.json: a has the label 1, the split file 0; give the same split file")]
    public void An_exam_with_a_different_label_is_named_with_both_labels(int? ours, int? theirs, string problem)
    {
        InputException refused = Assert.Throws<InputException>(() => PredictionDifference.Between(Split(ours), Split(theirs), "p.json"));

        Assert.Equal([problem], refused.Problems);
    }

    private static SplitPredictions[] Split(int? label) => [new("test", [new("a", label, [0.5, 0.5])])];
}
