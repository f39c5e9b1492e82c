using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Decisions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

/// <summary>Thresholds and calibrations that each run sets on its own validation exams, and their pooled decisions.</summary>
public sealed class PooledDecisionsTests
{
    [Fact]
    public void Each_fold_decides_at_the_threshold_of_its_own_validation_exams()
    {
        // Of 20 negatives two may be called at 90 %: the threshold is between 0.18 and 0.19, in fold 1 all is 0.3 higher.
        VariantDecisions found = Decisions(
            Run(0, 0, [0.186, 0.1], [0.18, 0.5]),
            Run(1, 0.3, [0.49, 0.47], [0.48, 0.2]));

        OrderedDictionary<string, PooledPoint> sick = found.PerClass[1].Points;
        // At 0.185 and 0.485: 0.186 and 0.49 are found, 0.5 is called wrongly.
        Require(sick[ThresholdRule.Specificity90], 2 / 4.0, 3 / 4.0, 2 / 3.0);
        // At 0.195 and 0.495: 0.5 alone is called.
        Require(sick[ThresholdRule.Specificity95], 0, 3 / 4.0, 0);
        // All ten positives of validation are above 0.9, so that both other rules put the threshold between 0.2 and 0.9.
        Require(sick[ThresholdRule.Youden], 0, 1, null);
        Assert.Equal("no exam is called this class", sick[ThresholdRule.Youden].Undefined);
        Assert.Equal([0.185, 0.485], found.Runs.Select(run => Math.Round(run.Thresholds[1][ThresholdRule.Specificity90]!.Value, 9)));
        Assert.Equal([0.195, 0.495], found.Runs.Select(run => Math.Round(run.Thresholds[1][ThresholdRule.Specificity95]!.Value, 9)));
        Assert.True(sick[ThresholdRule.Specificity90].SensitivityInterval is { Low: < 0.5, High: > 0.5 });
        Assert.True(sick[ThresholdRule.Specificity90].SpecificityInterval is { Low: < 0.75, High: > 0.75 });
    }

    [Fact]
    public void Of_several_seeds_it_is_the_mean()
    {
        VariantDecisions found = Decisions(
            Run(0, 0, [0.186, 0.1], [0.18, 0.5]), Run(1, 0.3, [0.49, 0.47], [0.48, 0.2]),
            Run(0, 0, [0.3, 0.3], [0.1, 0.1]) with { Seed = 2 }, Run(1, 0.3, [0.9, 0.9], [0.1, 0.1]) with { Seed = 2 });

        Require(found.PerClass[1].Points[ThresholdRule.Specificity90], (0.5 + 1) / 2, (0.75 + 1) / 2, (2 / 3.0 + 1) / 2);
    }

    [Fact]
    public void A_fold_whose_validation_exams_are_too_few_leaves_the_figure_out_and_says_why()
    {
        PredictedRun few = Run(1, 0.3, [0.49], [0.2]);
        few = few with
        {
            Predictions = [few.Predictions[0] with { Exams = [.. few.Predictions[0].Exams.Skip(1)] }, few.Predictions[1]],
        };

        VariantDecisions found = Decisions(Run(0, 0, [0.186], [0.5]), few);

        PooledPoint point = found.PerClass[1].Points[ThresholdRule.Specificity90];
        Assert.Equal((null, "fold 1, seed 1: validation has 19 exams of other classes; a threshold needs at least 20"),
            (point.Sensitivity, point.Undefined));
        Assert.Equal([0.185, null], found.Runs.Select(run => run.Thresholds[1][ThresholdRule.Specificity90] is { } at
            ? Math.Round(at, 9)
            : (double?)null));
    }

    [Fact]
    public void Each_run_is_calibrated_by_its_own_validation_exams_and_the_exams_are_pooled_afterwards()
    {
        StudySamples samples = new(Exams: 600, Folds: 3);
        StudyPredictions study = samples.Of(("a", 1.5));
        study = study with { Runs = [.. study.Runs.Select(Overconfident)] };

        VariantDecisions found = StudyResults.Compute(study, null, TestContext.Current.CancellationToken).Variants[0].Decisions!;

        double before = 0, after = 0, gaps = 0;
        List<(double Confidence, bool Right)> pooled = [];
        foreach (PredictedRun run in study.Runs)
        {
            RunCalibration own = CalibrationFit.Of(run.Predictions, study.Classes, study.Patients);
            Assert.Equal(own.Method, found.Runs[run.Fold].Method);
            foreach (ExamPrediction exam in run.Predictions.Single(split => split.Split == "test").Exams)
            {
                double[] calibrated = own.Recalibration.Apply(exam.Probabilities);
                before -= Math.Log(exam.Probabilities[exam.Label!.Value]) / samples.Exams;
                after -= Math.Log(calibrated[exam.Label.Value]) / samples.Exams;
                pooled.Add((calibrated.Max(), calibrated[exam.Label.Value] == calibrated.Max()));
            }
        }
        foreach (IGrouping<int, (double Confidence, bool Right)> bin in pooled.GroupBy(exam => (int)Math.Ceiling(exam.Confidence * 15)))
            gaps += Math.Abs(bin.Sum(exam => exam.Confidence) - bin.Count(exam => exam.Right)) / samples.Exams;
        Assert.All(found.Runs, run => Assert.NotEqual(CalibrationMethod.None, run.Method));
        Assert.Equal(before, found.Calibration["log_loss"].Before, 1e-9);
        Assert.Equal(after, found.Calibration["log_loss"].After, 1e-9);
        Assert.Equal(gaps, found.Calibration["ece"].After, 1e-9);
        Assert.True(after < before && found.Calibration["ece"].After < found.Calibration["ece"].Before);
    }

    private static PredictedRun Overconfident(PredictedRun run) => run with
    {
        Predictions = [.. run.Predictions.Select(split => split with
        {
            Exams = [.. split.Exams.Select(exam => exam with
            {
                Probabilities = SyntheticPredictions.Softmax([.. exam.Probabilities.Select(p => 3 * Math.Log(p))]),
            })],
        })],
    };

    private static VariantDecisions Decisions(params PredictedRun[] runs) => StudyResults.Compute(new StudyPredictions
    {
        Classes = ["well", "sick"], Variants = ["a"], Seeds = [.. runs.Select(run => run.Seed).Distinct()],
        TrainExams = [.. runs.Select(run => run.Fold).Distinct().Select(_ => 10)], Runs = runs, Resamples = 100,
    }, null, TestContext.Current.CancellationToken).Variants[0].Decisions!;

    // 20 exams of the class well, of which the k-th has the probability k/100 of the other, and ten sick ones.
    private static PredictedRun Run(int fold, double shift, double[] sick, double[] well) => new("a", fold, 1,
    [
        new SplitPredictions("validation",
        [
            .. Enumerable.Range(1, 20).Select(k => Exam($"v{fold} {k}", 0, k / 100.0 + shift)),
            .. Enumerable.Range(1, 10).Select(k => Exam($"v{fold} sick {k}", 1, 0.9 + k / 200.0)),
        ]),
        new SplitPredictions("test",
        [
            .. sick.Select((p, i) => Exam($"t{fold} sick {i}", 1, p)), .. well.Select((p, i) => Exam($"t{fold} well {i}", 0, p)),
        ]),
    ]);

    private static ExamPrediction Exam(string name, int label, double sick) => new(name, label, [1 - sick, sick]);

    private static void Require(PooledPoint point, double sensitivity, double specificity, double? precision)
    {
        Assert.Equal(sensitivity, point.Sensitivity!.Value, 1e-12);
        Assert.Equal(specificity, point.Specificity!.Value, 1e-12);
        Assert.Equal(precision is null, point.Precision is null);
        Assert.Equal(precision ?? 0, point.Precision ?? 0, 1e-12);
    }
}
