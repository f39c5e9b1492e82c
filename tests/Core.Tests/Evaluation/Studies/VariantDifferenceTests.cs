using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class VariantDifferenceTests
{
    private const string Area = MetricNames.AucOvrMacro;

    [Fact]
    public void A_better_variant_is_found_and_an_equal_one_is_not_distinguishable()
    {
        StudyPredictions study =
            new StudySamples(Exams: 300, Classes: 3, Folds: 5, Seeds: 3).Of(("base", 1), ("better", 2.5), ("equal", 1));

        StudyResults found = Compute(study with { Resamples = 1000 });

        VariantDifference better = found.Variants[1].Difference!, equal = found.Variants[2].Difference!;
        Assert.Null(found.Variants[0].Difference);
        Assert.Equal(
            [VariantVerdict.Patients, VariantVerdict.Folds, VariantVerdict.Seeds], better.Verdicts.Select(verdict => verdict.Test));
        Assert.All(better.Verdicts, verdict => Assert.Equal(VariantVerdict.Better, verdict.Verdict));
        Assert.All(equal.Verdicts, verdict => Assert.Equal(VariantVerdict.Alike, verdict.Verdict));
        Assert.Equal("Would models trained this way on other exams differ?", better.Verdicts[1].Question);
        Assert.Equal(2 * better.Folds[Area].P!.Value, better.Verdicts[1].Adjusted!.Value, 1e-12);
        Assert.Equal("better", found.Selection!.Best);
        // A loss that falls is better, too.
        StudyResults losses = Compute(study with { Metric = MetricNames.LogLoss });
        Assert.True(losses.Variants[1].Difference!.Difference[MetricNames.LogLoss] < 0);
        Assert.All(losses.Variants[1].Difference!.Verdicts, verdict => Assert.Equal(VariantVerdict.Better, verdict.Verdict));
    }

    [Fact]
    public void Differences_of_one_fold_are_those_of_a_comparison_of_runs()
    {
        StudyPredictions study = new StudySamples(Exams: 150, Classes: 3, Folds: 1).Of(("a", 1), ("b", 1.5)) with { Resamples = 10_000 };

        VariantDifference found = Compute(study).Variants[1].Difference!;

        PairReport pair = PairedComparison.Of([.. study.Runs.Select(run => new PairedRun(run.Variant, run.Predictions[2].Exams))], "test",
            study.Patients, new ComparisonOptions(Reference: "a"), cancellation: TestContext.Current.CancellationToken).Pairs["b-a"];
        foreach (string metric in FoldedMetrics.Names)
        {
            MetricDifference expected = pair.Intervals[metric], own = found.Patients[metric];
            Assert.Equal(pair.Difference[metric]!.Value, found.Difference[metric]!.Value, 1e-12);
            Assert.Equal(1, own.StandardError!.Value / expected.StandardError!.Value, 0.05);
            Assert.Equal(expected.P!.Value, own.P!.Value, 0.03);
        }
        Assert.Equal("one fold says nothing of how much folds differ; use more", found.Folds[Area].Undefined);
        Assert.Equal(VariantVerdict.Unknown, found.Verdicts.First(verdict => verdict.Test == VariantVerdict.Folds).Verdict);
    }

    [Fact]
    public void Folds_are_compared_by_their_own_figures_with_seeds_averaged_first()
    {
        StudyPredictions study = new StudySamples(Exams: 96, Folds: 4, Seeds: 2).Of(("a", 1), ("b", 1.5)) with
        {
            TrainExams = [40, 44, 40, 44],
        };

        CorrectedResampledTest found = Compute(study).Variants[1].Difference!.Folds[MetricNames.Accuracy];

        double[] differences = [.. Enumerable.Range(0, 4).Select(fold => Accuracy("b", fold) - Accuracy("a", fold))];
        CorrectedResampledTest expected = CorrectedResampledTest.Of(differences, train: 42, test: 24);
        Assert.Equal(expected.Mean!.Value, found.Mean!.Value, 1e-12);
        Assert.Equal(expected.P!.Value, found.P!.Value, 1e-12);
        Assert.Equal((expected.Df, 3), (found.Df, 3));

        double Accuracy(string variant, int fold) => study.Runs.Where(run => run.Variant == variant && run.Fold == fold)
            .Average(run => run.Predictions[2].Exams.Average(exam => exam.Correct == true ? 1.0 : 0));
    }

    [Fact]
    public void Equal_variants_differ_in_nothing_and_the_order_of_runs_changes_nothing()
    {
        StudySamples samples = new(Exams: 60, Folds: 3, Seeds: 2);
        StudyPredictions study = samples.Of(("a", 1), ("b", 1));
        PredictedRun[] same = [.. study.Runs.Where(run => run.Variant == "a")];
        StudyPredictions alike = study with { Runs = [.. same, .. same.Select(run => run with { Variant = "b" })] };

        StudyResults found = Compute(alike);

        VariantDifference difference = found.Variants[1].Difference!;
        Assert.All(difference.Difference.Values, d => Assert.Equal(0, d));
        Assert.All(difference.Patients.Values, d => Assert.Equal(1, d.P));
        Assert.All(difference.Folds.Values, d => Assert.Equal(1, d.P));
        Assert.All(difference.Verdicts, verdict => Assert.Equal(VariantVerdict.Alike, verdict.Verdict));
        Assert.Equal(StudyResultsFile.Text(Compute(study)),
            StudyResultsFile.Text(Compute(study with { Runs = [.. study.Runs.Reverse()] })));
    }

    private static StudyResults Compute(StudyPredictions study) =>
        StudyResults.Compute(study, cancellation: TestContext.Current.CancellationToken);
}
