using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Curves;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class FoldCurvesTests
{
    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(3, 4, 3)]
    public void The_area_below_the_mean_is_the_area_within_folds(int classes, int folds, int seeds)
    {
        StudyPredictions study = new StudySamples(Exams: 130, Classes: classes, Folds: folds, Seeds: seeds).Of(("a", 0.4), ("b", 1.5));

        IReadOnlyDictionary<string, IReadOnlyList<FoldCurves>> curves = FoldCurves.Of(study, ["a", "b"]);

        StudyResults results = StudyResults.Compute(study, cancellation: TestContext.Current.CancellationToken);
        foreach (VariantResult variant in results.Variants)
        {
            IReadOnlyList<FoldCurves> own = curves[variant.Variant];
            Assert.Equal(classes, own.Count);
            for (int c = 0; c < classes; c++)
            {
                Assert.Equal(variant.Figures!.PerClass[c].Auc!.Value, own[c].Area!.Value, 1e-12);
                Assert.Equal(folds * seeds, own[c].Runs.Count);
            }
        }
    }

    [Fact]
    public void The_mean_goes_up_from_0_to_1_and_stays_between_the_runs()
    {
        StudyPredictions study = new StudySamples(Exams: 90, Folds: 3, Seeds: 2).Of(("a", 0.8));

        FoldCurves curves = FoldCurves.Of(study, ["a"])["a"][1];

        Assert.Equal((0, 0), (curves.FalsePositiveRate[0], curves.TruePositiveRate[0]));
        Assert.Equal((1, 1), (curves.FalsePositiveRate[^1], Math.Round(curves.TruePositiveRate[^1], 12)));
        Assert.Equal(curves.FalsePositiveRate.Order(), curves.FalsePositiveRate);
        Assert.Equal(curves.TruePositiveRate.Order(), curves.TruePositiveRate);
        Assert.Equal("fold 0, seed 1", curves.Runs[0].Name);
        Assert.InRange(curves.Area!.Value, curves.Runs.Min(run => run.Area!.Value), curves.Runs.Max(run => run.Area!.Value));
    }

    [Fact]
    public void A_fold_without_the_class_has_no_curve_and_a_variant_without_runs_none_at_all()
    {
        StudyPredictions study = new StudySamples(Exams: 24, Classes: 2, Folds: 3).Of(("a", 1), ("b", 1));
        PredictedRun[] runs =
        [
            .. study.Runs.Where(run => run.Variant == "a").Select(run => run.Fold > 0 ? run : run with
            {
                Predictions = [.. run.Predictions.Select(split => split.Split == "test"
                    ? split with { Exams = [.. split.Exams.Where(exam => exam.Label == 0)] }
                    : split)],
            }),
        ];

        IReadOnlyDictionary<string, IReadOnlyList<FoldCurves>> curves = FoldCurves.Of(study with { Runs = runs }, ["a", "b"]);

        Assert.Equal(["a"], curves.Keys);
        Assert.Equal(["fold 1, seed 1", "fold 2, seed 1"], curves["a"][0].Runs.Select(run => run.Name));
    }
}
