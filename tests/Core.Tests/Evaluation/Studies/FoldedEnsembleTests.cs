using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class FoldedEnsembleTests
{
    // Two folds of two exams, two seeds; the figures below are worked out by hand.
    private static readonly StudyPredictions small = new()
    {
        Classes = ["sick", "well"], Variants = ["a"], Seeds = [1, 2], TrainExams = [2, 2], Resamples = 100,
        Runs =
        [
            Run(0, 1, ("a", 0, 0.9), ("b", 1, 0.6)), Run(0, 2, ("a", 0, 0.4), ("b", 1, 0.3)),
            Run(1, 1, ("c", 0, 0.8), ("d", 1, 0.2)), Run(1, 2, ("c", 0, 0.7), ("d", 1, 0.9)),
        ],
    };

    [Fact]
    public void Each_exam_has_the_mean_of_the_runs_of_its_fold_and_the_gain_is_over_the_mean_of_the_seeds()
    {
        FoldedEnsemble ensemble = FoldedEnsemble.Of(small, small.Runs, Cancellation);

        Assert.Equal([("a", 0.65), ("b", 0.45), ("c", 0.75), ("d", 0.55)], ensemble.Folds.SelectMany(fold => fold.Test)
            .Select(exam => (exam.Exam, Math.Round(exam.Probabilities[0], 12))));
        // Of a, b, c, d the ensemble calls all but d rightly; the seeds call three and two.
        EnsembleMetric accuracy = ensemble.Figures!.Metrics[MetricNames.Accuracy];
        Assert.Equal((0.75, 0.625, 0.125), (accuracy.Ensemble, accuracy.Members, accuracy.Gain));
        // Within folds the ensemble ranks both pairs rightly; of the second seed's pairs one.
        EnsembleMetric area = ensemble.Figures.Metrics[MetricNames.AucOvrMacro];
        Assert.Equal((1.0, 0.75, 0.25), (area.Ensemble, area.Members, area.Gain));
        Assert.Equal((4, "exams", null), (ensemble.Figures.Exams, ensemble.Figures.Unit, ensemble.Figures.Note));
    }

    [Fact]
    public void The_runs_of_a_variant_have_the_gain_that_the_study_reports()
    {
        StudyPredictions study = new StudySamples(Exams: 240, Folds: 3, Seeds: 3).Of(("a", 1), ("b", 1.4));

        SeedEnsemble reported = StudyResults.Compute(study, null, Cancellation).Variants[1].Ensemble!;
        EnsembleFigures figures = FoldedEnsemble.Of(study, [.. study.Runs.Where(run => run.Variant == "b")], Cancellation).Figures!;

        Assert.All(reported.Metrics, metric => Assert.Equal(
            (metric.Value.Ensemble!.Value, metric.Value.Members!.Value, metric.Value.Gain!.Value),
            ValuesOf(figures.Metrics[metric.Key])));
        Assert.Equal(reported.Metrics[study.Metric].Interval, figures.Metrics[study.Metric].GainInterval);
        EnsembleMetric area = figures.Metrics[study.Metric];
        Assert.InRange(area.Ensemble!.Value, area.EnsembleInterval!.Low, area.EnsembleInterval.High);
        Assert.InRange(area.Members!.Value, area.MembersInterval!.Low, area.MembersInterval.High);
        Assert.True(area.Gain > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_was_trained_on_an_exam_of_its_test_is_refused(bool bySplitFile)
    {
        PredictedRun first = small.Runs[0];
        PredictedRun leaking = bySplitFile
            ? first with { Trained = new HashSet<string> { "b" } }
            : first with { Predictions = [.. first.Predictions, new SplitPredictions("train", [new ExamPrediction("b", 1, [0.1, 0.9])])] };

        InputException refused = Assert.Throws<InputException>(
            () => FoldedEnsemble.Of(small, [leaking, .. small.Runs.Skip(1)], Cancellation));

        Assert.StartsWith("b: a, fold 0, seed 1 was trained on it, so its prediction of it cannot be averaged", refused.Problems[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_members_mean_leaves_out_is_said()
    {
        StudyPredictions study = new StudySamples(Exams: 120, Folds: 3, Seeds: 3).Of(("a", 1));

        string? lacking = NoteOf(run => run is not { Fold: 1, Seed: 2 }), single = NoteOf(run => run.Seed == 1),
            none = NoteOf(run => run.Fold == run.Seed - 1 || run is { Fold: 0, Seed: 2 }), whole = NoteOf(_ => true);

        Assert.Equal("The members' mean is of 2 of 3 seeds, those with all folds.", lacking);
        Assert.Equal("Each of these exams is predicted by one run, so the figures are those of single runs.", single);
        Assert.Equal("The members have no mean on these exams, as none has all folds with its seed.", none);
        Assert.Null(whole);

        string? NoteOf(Func<PredictedRun, bool> which) =>
            FoldedEnsemble.Of(study, [.. study.Runs.Where(which)], Cancellation).Figures!.Note;
    }

    [Theory]
    [InlineData("an ensemble of one run is that run; choose two or more", 1)]
    [InlineData("a, fold 0, seed 1: there are two such runs; leave one out", 0, 1)]
    public void What_makes_no_ensemble_is_refused(string expected, params int[] runs)
    {
        PredictedRun[] members = runs.Length == 1 ? [small.Runs[0]] : [small.Runs[0], small.Runs[0]];

        InputException refused = Assert.Throws<InputException>(() => FoldedEnsemble.Of(small, members, Cancellation));

        Assert.Equal(expected, refused.Problems[0]);
    }

    [Fact]
    public void Folds_are_evaluated_apart_each_with_thresholds_and_calibration_of_its_own_validation()
    {
        StudySamples samples = new(Exams: 240, Folds: 3, Seeds: 2);
        StudyPredictions study = samples.Of(("a", 1));
        EvaluationOptions options = new(study.Classes, samples.Patients, Resamples: 50);

        EnsembleReport report = EnsembleReport.Of(
            FoldedEnsemble.Of(study, study.Runs, Cancellation), fold => $"fold-{fold}", options, null, Cancellation);
        EnsembleReport one = EnsembleReport.Of(FoldedEnsemble.Of(study, [.. study.Runs.Where(run => run.Fold == 1)], Cancellation),
            fold => $"fold-{fold}", options, null, Cancellation);

        Assert.Equal(["fold-0", "fold-1", "fold-2"], report.Predictions.Select(split => split.Split));
        Assert.Equal(240, report.Predictions.SelectMany(split => split.Exams).Select(exam => exam.Exam).Distinct().Count());
        Assert.Equal(["fold-0", "fold-1", "fold-2"], report.Evaluation!.Splits.Keys);
        Assert.Equal("validation", report.Evaluation.ThresholdSplit);
        Assert.Null(report.Calibration);
        Assert.Contains("Its thresholds and its calibration were set on its own validation exams", report.Evaluation.Notes[^1],
            StringComparison.Ordinal);
        Assert.Equal(["validation", "fold-1"], one.Predictions.Select(split => split.Split));
        Assert.Equal("validation", one.Calibration!.Split);
        // The same fold is evaluated in the same way among others.
        Assert.Equal(one.Evaluation!.Splits["fold-1"].Metrics, report.Evaluation.Splits["fold-1"].Metrics);
        Assert.Equal(one.Evaluation.Splits["fold-1"].Calibrated!.Metrics, report.Evaluation.Splits["fold-1"].Calibrated!.Metrics);
    }

    [Fact]
    public void On_exams_that_all_members_predict_the_gain_is_over_the_mean_of_all()
    {
        ExamPrediction[] first = [new("a", 0, [0.9, 0.1]), new("b", 1, [0.6, 0.4])];
        ExamPrediction[] second = [new("b", 1, [0.3, 0.7]), new("a", 0, [0.4, 0.6])], unlabelled = [new("x", null, [0.5, 0.5])];

        EnsembleFigures figures = EnsembleFigures.Of([first, second], ["sick", "well"], null, 100, Cancellation)!;

        EnsembleMetric accuracy = figures.Metrics[MetricNames.Accuracy];
        Assert.Equal((1.0, 0.5, 0.5), (accuracy.Ensemble, accuracy.Members, accuracy.Gain));
        Assert.Null(EnsembleFigures.Of([unlabelled, unlabelled], ["sick", "well"], null, 100, Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static (double, double, double) ValuesOf(EnsembleMetric metric) =>
        (metric.Ensemble!.Value, metric.Members!.Value, metric.Gain!.Value);

    private static PredictedRun Run(int fold, int seed, params (string Exam, int Label, double Sick)[] test) => new("a", fold, seed,
        [new SplitPredictions("test", [.. test.Select(exam => new ExamPrediction(exam.Exam, exam.Label, [exam.Sick, 1 - exam.Sick]))])]);
}
