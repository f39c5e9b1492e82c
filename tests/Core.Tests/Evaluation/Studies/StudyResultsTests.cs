using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class StudyResultsTests
{
    private const string Area = MetricNames.AucOvrMacro;

    [Fact]
    public void Figures_are_means_over_seeds_of_pooled_and_within_fold_figures()
    {
        StudyPredictions study = new StudySamples(Exams: 90, Classes: 3, Folds: 3, Seeds: 2).Of(("a", 1));

        VariantFigures found = Compute(study).Variants[0].Figures!;

        ExamPrediction[][] seeds = [.. study.Seeds.Select(seed => study.Runs.Where(run => run.Seed == seed)
            .SelectMany(run => run.Predictions[2].Exams).ToArray())];
        Assert.Equal(seeds.Average(exams => exams.Average(exam => exam.Correct == true ? 1 : 0)),
            found.Metrics[MetricNames.Accuracy]!.Value, 1e-12);
        Assert.Equal(seeds.Average(exams => exams.Average(exam => -Math.Log(exam.Probabilities[exam.Label!.Value]))),
            found.Metrics[MetricNames.LogLoss]!.Value, 1e-9);
        Assert.Equal(seeds.Average(exams => exams.Count(exam => exam.Label == 1 && exam.Predicted == 2)), found.Confusion[1][2], 1e-12);
        Assert.Equal(30, found.PerClass[1].Support);
        Assert.Equal(15, found.PerClass[1].Units);
        Assert.Equal(found.Confusion[1][1] / 30, found.PerClass[1].Recall!.Value, 1e-12);
        Assert.Equal(found.PerClass.Average(c => c.Auc!.Value), found.Metrics[Area]!.Value, 1e-12);
        Assert.Equal(found.PerClass.Average(c => c.AveragePrecision!.Value),
            found.Metrics[MetricNames.AveragePrecisionMacro]!.Value, 1e-12);

        double[] accuracies = [.. seeds.Select(exams => exams.Average(exam => exam.Correct == true ? 1.0 : 0))];
        Spread spread = found.OverSeeds[MetricNames.Accuracy];
        Assert.Equal((2, accuracies.Average()), (spread.N, spread.Mean!.Value));
        Assert.Equal(Math.Abs(accuracies[0] - accuracies[1]) / Math.Sqrt(2), spread.Sd!.Value, 1e-12);
        Assert.Equal(3, found.OverFolds[MetricNames.Accuracy].N);
        // Folds of one size: the mean of their accuracies is that of the exams.
        Assert.Equal(accuracies.Average(), found.OverFolds[MetricNames.Accuracy].Mean!.Value, 1e-12);
    }

    [Fact]
    public void Intervals_hold_their_figures_and_are_left_out_where_a_class_has_too_few_patients()
    {
        StudySamples samples = new(Exams: 120, Classes: 3, Folds: 3);
        StudyPredictions study = samples.Of(("a", 1.5), ("b", 1.5));
        // Of class 2 the exams of 4 patients only keep their label, in different folds.
        HashSet<string> known = [.. Enumerable.Range(0, 120).Where(exam => samples.LabelOf(exam) == 2).Take(8).Select(StudySamples.Name)];
        StudyPredictions rare = study with
        {
            Runs = [.. study.Runs.Select(run => run with { Predictions = [.. run.Predictions.Select(Rare)] })],
        };

        StudyResults fewer = Compute(rare);
        VariantFigures whole = Compute(study).Variants[0].Figures!, few = fewer.Variants[0].Figures!;

        Assert.Equal(FoldedMetrics.Names, whole.Intervals.Keys);
        Assert.All(whole.Intervals, entry => Assert.InRange(whole.Metrics[entry.Key]!.Value, entry.Value!.Low, entry.Value.High));
        Assert.Equal(IntervalMethod.LogitResamples, whole.Intervals[Area]!.Method);
        Assert.Equal(IntervalMethod.Mover, whole.Intervals[MetricNames.BalancedAccuracy]!.Method);
        Assert.All(whole.PerClass, c => Assert.All(c.Intervals.Values, Assert.NotNull));
        Assert.Null(few.Intervals[Area]);
        Assert.Equal("class 2 has 4 patients; an interval needs at least 5", few.Undefined[$"intervals.{Area}"]);
        Assert.NotNull(few.Intervals[MetricNames.BalancedAccuracy]);
        Assert.NotNull(few.PerClass[2].Intervals["recall"]);
        Assert.Null(few.PerClass[2].Intervals["auc"]);
        Assert.NotNull(few.PerClass[1].Intervals["auc"]);
        Assert.Null(fewer.Variants[1].Difference!.Patients[Area].P);
        Assert.NotNull(fewer.Variants[1].Difference!.Patients[MetricNames.Accuracy].P);
        Assert.Equal(VariantVerdict.Unknown, fewer.Variants[1].Difference!.Verdicts[0].Verdict);
        Assert.Contains(fewer.Notes, note => note.EndsWith(
            "have no interval: class 2 has 4 of the patients, and 5 of each class are needed.", StringComparison.Ordinal));

        SplitPredictions Rare(SplitPredictions split) => split with
        {
            Exams = [.. split.Exams.Select(exam => exam.Label == 2 && !known.Contains(exam.Exam) ? exam with { Label = null } : exam)],
        };
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void The_interval_of_an_area_holds_the_truth_in_95_percent(double skill)
    {
        // Two normal scores of equal variance, 0.7² that all runs share and 0.7² of their own, which are 2 · skill apart.
        double truth = 1 - Tails.Normal(skill / Math.Sqrt(0.98)) / 2;
        int held = 0;
        const int studies = 300;
        for (int key = 0; key < studies; key++)
        {
            StudyPredictions study = new StudySamples(Exams: 160, Folds: 4, Key: key).Of(("a", skill));

            Interval interval = Compute(study).Variants[0].Figures!.Intervals[Area]!;

            if (truth >= interval.Low && truth <= interval.High) held++;
        }

        Assert.InRange(held / (double)studies, 0.91, 0.985);
    }

    [Fact]
    public void One_run_without_folds_has_the_figures_of_its_evaluation()
    {
        StudyPredictions study = new StudySamples(Exams: 150, Classes: 3, Folds: 1).Of(("a", 1)) with { Resamples = 10_000 };

        StudyResults found = Compute(study);

        SplitReport split = SyntheticPredictions.Evaluate(new EvaluationOptions(study.Classes, study.Patients),
            study.Runs[0].Predictions[2]).Splits["test"];
        VariantFigures figures = found.Variants[0].Figures!;
        foreach (string metric in FoldedMetrics.Names)
        {
            Assert.Equal(split.Metrics[metric]!.Value, figures.Metrics[metric]!.Value, 1e-12);
            // Draws have another key, and the area's variance is by resamples here and by a formula there.
            double width = split.Intervals[metric]!.High - split.Intervals[metric]!.Low;
            Assert.Equal(split.Intervals[metric]!.Low, figures.Intervals[metric]!.Low, 0.08 * width);
            Assert.Equal(split.Intervals[metric]!.High, figures.Intervals[metric]!.High, 0.08 * width);
        }
        Assert.Equal("Performance of these models on the test exams", found.Title);
        Assert.Null(figures.OverSeeds[Area].Sd);
        Assert.Equal(1, figures.OverSeeds[Area].N);
    }

    [Fact]
    public void Results_of_some_runs_say_what_is_missing_and_compare_only_whole_variants()
    {
        StudyPredictions study = new StudySamples(Exams: 96, Folds: 3, Seeds: 2).Of(("base", 1), ("part", 1), ("later", 1), ("done", 1));
        StudyPredictions some = study with
        {
            Runs = [.. study.Runs.Where(run => run.Variant is "done" || (run.Variant == "base" && (run.Seed == 1 || run.Fold == 0))
                || (run.Variant == "part" && run.Fold < 2))],
        };

        StudyResults found = Compute(some);

        Assert.Equal((14, 24), (found.Runs, found.Of));
        Assert.Equal(
        [
            "4 of 6 runs; figures of 1 of 2 seeds", "4 of 6 runs; figures of 2 of 3 folds and all 2 seeds",
            "0 of 6 runs; no figures yet", null,
        ], found.Variants.Select(variant => variant.Note));
        Assert.Equal([new MissingRun(1, 2), new MissingRun(2, 2)], found.Variants[0].Missing);
        Assert.Equal(64, found.Variants[1].Figures!.Exams);
        Assert.Equal([null, "part has no seed with all folds yet", "later has no seed with all folds yet", null],
            found.Variants.Select(variant => variant.NotCompared));
        Assert.Null(found.Variants[1].Difference);
        Assert.NotNull(found.Variants[3].Difference);
        Assert.Equal(2, found.Selection!.Variants);
        StudyResults early = Compute(study with { Runs = [.. study.Runs.Where(run => run.Variant == "done")] });
        Assert.Equal("the baseline base has no seed with all folds yet", early.Variants[3].NotCompared);
        Assert.All(Compute(study with { Runs = [] }).Variants, variant => Assert.Null(variant.Figures));
    }

    [Fact]
    public void Seeds_together_are_an_ensemble_whose_gain_has_an_interval()
    {
        StudyResults found = Compute(new StudySamples(Exams: 200, Folds: 4, Seeds: 4).Of(("a", 1)));

        Interval interval = found.Variants[0].Ensemble!.Metrics[Area].Interval!;
        Assert.InRange(found.Variants[0].Ensemble!.Metrics[Area].Gain!.Value, interval.Low, interval.High);
        Assert.True(interval.Low > 0);
        Assert.Equal(found.Variants[0].Figures!.Metrics[Area], found.Variants[0].Ensemble!.Metrics[Area].Members);
        Assert.Null(found.Variants[0].Ensemble!.Metrics[MetricNames.Brier].Interval);
        Assert.Null(Compute(new StudySamples().Of(("a", 1))).Variants[0].Ensemble);
    }

    [Fact]
    public void A_learning_curve_is_drawn_through_the_sizes()
    {
        StudyPredictions study = new StudySamples(Exams: 300, Folds: 1, Seeds: 3)
            .Of(("100 %", 2.2), ("12.5 %", 0.6), ("25 %", 1.1), ("50 %", 1.7));

        StudyResults found = Compute(study with
        {
            TrainPatients = new Dictionary<string, int> { ["12.5 %"] = 50, ["25 %"] = 100, ["50 %"] = 200, ["100 %"] = 400 },
        });

        Assert.Equal([50, 100, 200, 400], found.LearningCurve!.Points.Select(point => point.Patients));
        Assert.NotNull(found.LearningCurve.Fit);
        Assert.Equal(found.Variants[0].Figures!.Metrics[Area], found.LearningCurve.Points[3].Value);
        Assert.InRange(found.LearningCurve.Last.Gain, found.LearningCurve.Last.Interval.Low, found.LearningCurve.Last.Interval.High);
        Assert.Null(found.Selection);
        Assert.Null(Compute(study).LearningCurve);
    }

    [Fact]
    public void A_plan_that_cannot_be_computed_is_refused_with_all_problems()
    {
        StudyPredictions study = new StudySamples().Of(("a", 1), ("b", 1));

        InputException problem = Assert.Throws<InputException>(() => Compute(study with
        {
            Variants = ["a", "a"],
            Baseline = "c",
            Seeds = [1, 1],
            TrainExams = [0],
            Metric = MetricNames.Ece,
            Resamples = 10,
            TrainPatients = new Dictionary<string, int>(),
        }));

        Assert.Equal(
        [
            "variants: two have one name; give each its own", "seeds: one is there twice; give each once",
            "folds: one is trained on no exam",
            "baseline: no variant is called c; give one of a, a", $"metric: ece is not one of {string.Join(", ", FoldedMetrics.Names)}",
            "resamples: 10 is not within 100 and 100000", "learning curve: give the number of patients of every variant",
        ], problem.Problems);
    }

    private static StudyResults Compute(StudyPredictions study) =>
        StudyResults.Compute(study, cancellation: TestContext.Current.CancellationToken);
}
