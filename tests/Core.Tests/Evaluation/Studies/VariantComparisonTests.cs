using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Comparing;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class VariantComparisonTests
{
    private const string Area = MetricNames.AucOvrMacro;

    private static readonly StudySamples samples = new(Exams: 96, Classes: 3, Folds: 3, Seeds: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void With_the_baseline_as_reference_the_figures_are_the_studys_own()
    {
        StudyPredictions study = samples.Of(("base", 1), ("better", 2.5), ("equal", 1));

        StudyResults compared = Compare(study, ["base", "better", "equal"]);

        StudyResults own = StudyResults.Compute(study, cancellation: Cancellation);
        Assert.Equal(
            StudyResultsFile.Text(own with
            {
                Selection = null, Variants = [.. own.Variants.Select(variant => variant with { Ensemble = null, Decisions = null })],
            }),
            StudyResultsFile.Text(compared));
        // Fewer are adjusted for fewer, and nothing else changes.
        StudyResults two = Compare(study, ["base", "better"]);
        Assert.Equal(own.Variants[1].Difference!.Verdicts[0].P, two.Variants[1].Difference!.Verdicts[0].Adjusted);
        Assert.Equal(own.Variants[1].Difference!.Patients[Area], two.Variants[1].Difference!.Patients[Area]);
        Assert.Equal(own.Variants[1].Difference!.Seeds, two.Variants[1].Difference!.Seeds);
        Assert.Equal(own.Variants[1].Figures!.Intervals[Area], two.Variants[1].Figures!.Intervals[Area]);
    }

    [Fact]
    public void Another_reference_changes_signs_only()
    {
        StudyPredictions study = samples.Of(("a", 1), ("b", 1.4));

        VariantDifference forth = Compare(study, ["a", "b"], "a").Variants[1].Difference!;
        VariantDifference back = Compare(study, ["a", "b"], "b").Variants[0].Difference!;

        foreach (string metric in FoldedMetrics.Names)
        {
            Assert.Equal(forth.Difference[metric]!.Value, -back.Difference[metric]!.Value);
            (MetricDifference one, MetricDifference other) = (forth.Patients[metric], back.Patients[metric]);
            Assert.Equal(one.Low!.Value, -other.High!.Value, 1e-12);
            Assert.Equal(one.High!.Value, -other.Low!.Value, 1e-12);
            Assert.Equal((one.P, one.LeftOut), (other.P, other.LeftOut));
            Assert.Equal(forth.Folds[metric].P!.Value, back.Folds[metric].P!.Value, 1e-12);
            Assert.Equal(forth.Folds[metric].T!.Value, -back.Folds[metric].T!.Value, 1e-9);
        }
        Assert.Equal(forth.Seeds!.T!.Value, -back.Seeds!.T!.Value, 1e-12);
        Assert.Equal(1 - forth.Seeds.Better, back.Seeds.Better, 1e-12);
        Assert.Equal("a", forth.Baseline);
        Assert.Equal("b", back.Baseline);
    }

    [Fact]
    public void Variants_of_two_studies_with_the_same_folds_are_compared_whatever_the_folds_numbers()
    {
        StudyPredictions both = samples.Of(("a", 1), ("b", 2));
        StudyPredictions first = both with { Variants = ["a"], Runs = [.. both.Runs.Where(run => run.Variant == "a")] };
        StudyPredictions second = both with
        {
            Variants = ["b"], Baseline = null, Patients = both.Patients!.ToDictionary(exam => exam.Key, exam => $"P{exam.Value}"),
            Runs = [.. both.Runs.Where(run => run.Variant == "b").Select(run => run with { Fold = (run.Fold + 1) % 3 })],
        };

        StudyResults found = Compute([new("a", "one", first, "a"), new("b", "two", second, "b")], new(Resamples: 200));

        StudyResults expected = Compare(both, ["a", "b"]);
        Assert.Equal(StudyResultsFile.Text(expected), StudyResultsFile.Text(found));
    }

    [Fact]
    public void Each_variant_has_the_seeds_of_its_own_study()
    {
        StudyPredictions both = samples.Of(("a", 1), ("b", 2));
        StudyPredictions first = both with
        {
            Variants = ["a"], Seeds = [1], Runs = [.. both.Runs.Where(run => run is { Variant: "a", Seed: 1 })],
        };
        StudyPredictions second = both with
        {
            Variants = ["b"], Baseline = null, Runs = [.. both.Runs.Where(run => run.Variant == "b")],
        };

        StudyResults found = Compute([new("a", "one", first, "a"), new("b", "two", second, "b")], new(Resamples: 200));

        Assert.Equal([(3, 3), (6, 6)], found.Variants.Select(variant => (variant.Runs, variant.Of)));
        Assert.Equal((9, 9), (found.Runs, found.Of));
        Assert.All(found.Variants, variant => Assert.Null(variant.Note));
        Assert.NotNull(found.Variants[1].Difference!.Seeds!.Undefined);
    }

    [Fact]
    public void Studies_that_do_not_fit_are_refused_and_it_is_said_where()
    {
        StudyPredictions both = samples.Of(("a", 1), ("b", 2));
        ComparedVariant first = new("a", "one", both, "a");
        StudyPredictions four = (samples with { Folds = 4 }).Of(("a", 1));
        StudyPredictions other = both with
        {
            Runs = [.. both.Runs.Select(run => run.Fold == 2 ? run : run with { Predictions = [.. run.Predictions.Select(Swapped)] })],
        };

        Assert.Equal(["one has 3 folds, and two has 4 folds; compare variants of studies with the same folds"], Problems(four));
        Assert.Equal(["one and two test other exams in their folds: exam 0000 is in fold 0 in one and in fold 1 in two; 1 more exam "
            + "differs; compare variants of studies with the same folds"], Problems(other));
        Assert.Equal(["one has the classes class 0, class 1, class 2, and two has x, y, z; compare variants of studies with the same "
            + "classes"],
            Problems(both with { Classes = ["x", "y", "z"] }));
        Assert.Equal(["patients: exam 0000 and exam 0001 are of one patient in one and of two in two; give both studies the same patients"],
            Problems(both with { Patients = both.Patients!.ToDictionary(exam => exam.Key, exam => exam.Key) }));
        Assert.Equal(["patients: exam 0000 and exam 0002 are of one patient in two and of two in one; give both studies the same patients"],
            Problems(both with
            {
                Patients = both.Patients!.ToDictionary(exam => exam.Key, exam => exam.Value == "patient 1" ? "patient 0" : exam.Value),
            }));

        string[] Problems(StudyPredictions second) => [.. Assert.Throws<InputException>(() =>
            VariantComparison.Join([first, new("b", "two", second, "a")], new())).Problems];

        // Exams 0 and 6 are in the first two folds.
        SplitPredictions Swapped(SplitPredictions split) => split with
        {
            Exams = [.. split.Exams.Select(exam => exam with
            {
                Exam = exam.Exam switch { "exam 0000" => "exam 0006", "exam 0006" => "exam 0000", string same => same },
            })],
        };
    }

    [Theory]
    [InlineData("speed", null, "metric: speed is not one of accuracy, ")]
    [InlineData("recall_macro", null, "metric: recall_macro is the same as balanced_accuracy; give balanced_accuracy")]
    [InlineData(null, "c", "reference: no variant is called c; give one of a; b")]
    public void What_cannot_be_asked_is_said(string? metric, string? reference, string says)
    {
        StudyPredictions study = samples.Of(("a", 1), ("b", 2));

        InputException refused = Assert.Throws<InputException>(() => VariantComparison.Join(
            [new("a", "one", study, "a"), new("b", "one", study, "b")], new(metric, reference)));

        Assert.StartsWith(says, Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void One_variant_and_the_same_twice_are_refused()
    {
        ComparedVariant a = new("a", "one", samples.Of(("a", 1)), "a");

        Assert.Equal("one variant cannot be compared; give two or more",
            Assert.Throws<InputException>(() => VariantComparison.Join([a], new())).Message);
        Assert.Equal("a: is given twice; give each variant once",
            Assert.Throws<InputException>(() => VariantComparison.Join([a, a], new())).Message);
    }

    [Fact]
    public void The_reference_is_the_chosen_one_else_the_baseline_else_the_best_on_validation()
    {
        StudyPredictions study = samples.Of(("a", 1), ("b", 3), ("c", 2));
        StudyPredictions none = study with { Baseline = null };
        StudyPredictions blind = none with
        {
            Runs = [.. none.Runs.Select(run => run with { Predictions = [.. run.Predictions.Where(split => split.Split == "test")] })],
        };

        Assert.Equal(new ReferenceVariant("c", null), Of(study, "c"));
        Assert.Equal(new ReferenceVariant("a", "the baseline"), Of(study));
        Assert.Equal(new ReferenceVariant("b", "the best on validation"), Of(none));
        Assert.Equal(new ReferenceVariant("a", "the first"), Of(blind));

        static ReferenceVariant Of(StudyPredictions study, string? chosen = null) => ReferenceVariant.Of(
            [.. study.Variants.Select(name => new ComparedVariant(name, "one", study, name))], chosen, Area);
    }

    [Fact]
    public void The_best_is_found_with_those_that_cannot_be_told_from_it()
    {
        StudyPredictions study = new StudySamples(Exams: 300, Classes: 3, Folds: 3).Of(("worse", 0.2), ("good", 2), ("as good", 2));

        StudyResults found = Compare(study with { Baseline = null, Resamples = 1000 }, ["worse", "good", "as good"], "worse");

        BestVariant best = found.Best!;
        string other = best.Variant == "good" ? "as good" : "good";
        Assert.Equal(Area, best.Metric);
        Assert.Equal([other], best.NotDistinguishable);
        Assert.True(best.Intervals["worse"].Low > 0);
        Assert.InRange(0, best.Intervals[other].Low, best.Intervals[other].High);
        Assert.Equal(["good", "as good"], found.Simultaneous!.Intervals.Keys);
    }

    // By hand: c is the 95 % quantile of the largest of |δ* − δ| / SE over the differences.
    [Fact]
    public void Intervals_that_hold_together_reach_equally_many_standard_errors()
    {
        StudyPredictions study = new StudySamples(Exams: 96, Classes: 2, Folds: 2).Of(("a", 0.8), ("b", 1), ("c", 1.2)) with
        {
            Metric = MetricNames.Accuracy,
        };

        StudyResults found = StudyResults.Compute(study, cancellation: Cancellation);

        IReadOnlyList<OutOfFold> joined = OutOfFold.Join(study);
        MeasuredVariant[] measured = [.. study.Variants.Select(name =>
        {
            VariantPredictions variant = VariantPredictions.Of(name, [.. joined.Where(seed => seed.Variant == name)], 2)!;
            return new MeasuredVariant(variant, new DrawnExams(variant.First, study.Classes, study.Patients), 200, Cancellation);
        })];
        int place = FoldedMetrics.Names.ToList().IndexOf(MetricNames.Accuracy);
        double[] differences = [.. measured[1..].Select(one => one.Values[place] - measured[0].Values[place])];
        double[][] drawn = [.. measured[1..].Select(one => one.Drawn(place).Zip(measured[0].Drawn(place), (a, b) => a - b).ToArray())];
        double[] errors = [.. drawn.Select(values => Math.Sqrt(values.Sum(value => Square(value - values.Average())) / 199))];
        double[] largest = [.. Enumerable.Range(0, 200).Select(draw =>
            Enumerable.Range(0, 2).Max(j => Math.Abs(drawn[j][draw] - differences[j]) / errors[j])).Order()];
        double at = 0.95 * 199, critical = largest[(int)at] + (at - (int)at) * (largest[(int)at + 1] - largest[(int)at]);
        Assert.Equal(critical, found.Simultaneous!.Critical!.Value, 1e-9);
        foreach ((int j, Limits limits) in found.Simultaneous.Intervals.Values.Index())
        {
            Assert.Equal(differences[j] - critical * errors[j], limits.Low, 1e-9);
            Assert.Equal(differences[j] + critical * errors[j], limits.High, 1e-9);
        }

        static double Square(double value) => value * value;
    }

    [Fact]
    public void A_learning_curve_has_no_best_size_and_one_variant_no_best()
    {
        StudyPredictions curve = new StudySamples(Folds: 1, Seeds: 2).Of(("25", 0.5), ("50", 1), ("100", 2)) with
        {
            Baseline = null, TrainPatients = new Dictionary<string, int> { ["25"] = 10, ["50"] = 20, ["100"] = 40 },
        };

        Assert.Null(StudyResults.Compute(curve, cancellation: Cancellation).Best);
        Assert.Null(StudyResults.Compute(samples.Of(("a", 1)), cancellation: Cancellation).Best);
        // Chosen sizes are compared as any variants are.
        StudyResults sizes = Compare(curve, ["25", "100"], "25");
        Assert.Equal(VariantVerdict.Better, sizes.Variants[1].Difference!.Verdicts[0].Verdict);
        Assert.Null(sizes.LearningCurve);
    }

    [Fact]
    public void An_exam_is_called_by_the_mean_of_the_seeds_that_make_the_figures()
    {
        StudyPredictions study = samples.Of(("a", 1), ("b", 1));
        // A seed of which a fold is missing makes no figures.
        study = study with { Runs = [.. study.Runs.Where(run => run is not { Variant: "b", Fold: 2, Seed: 2 })] };

        IReadOnlyList<IReadOnlyList<ExamPrediction>?> exams = VariantComparison.Exams(VariantComparison.Join(
            [new("a", "one", study, "a"), new("b", "one", study, "b")], new(Resamples: 200)));

        Assert.All(exams, found => Assert.Equal(96, found!.Count));
        ExamPrediction[] seeds = [.. Of("a", "exam 0007")];
        Assert.Equal(2, seeds.Length);
        double[] mean = [.. Enumerable.Range(0, 3).Select(c => (seeds[0].Probabilities[c] + seeds[1].Probabilities[c]) / 2)];
        foreach ((int c, double value) in exams[0]!.Single(exam => exam.Exam == "exam 0007").Probabilities.Index())
            Assert.Equal(mean[c], value, 1e-15);
        Assert.Equal(Of("b", "exam 0007").First().Probabilities, exams[1]!.Single(exam => exam.Exam == "exam 0007").Probabilities);

        IEnumerable<ExamPrediction> Of(string variant, string exam) => study.Runs.Where(run => run.Variant == variant)
            .SelectMany(run => run.Predictions.Single(split => split.Split == "test").Exams).Where(found => found.Exam == exam);
    }

    private static StudyResults Compare(StudyPredictions study, string[] variants, string? reference = null) => Compute(
        [.. variants.Select(name => new ComparedVariant(name, "one", study, name))], new(null, reference, study.Resamples));

    private static StudyResults Compute(IReadOnlyList<ComparedVariant> variants, ComparedVariantsOptions options) =>
        StudyResults.Compute(VariantComparison.Join(variants, options), cancellation: Cancellation);
}
