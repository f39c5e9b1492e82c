using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Evaluation.Studies.Selection;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class VariantSelectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_twenty_settings_that_learned_nothing_the_corrected_figure_is_chance_and_hindsight_is_above()
    {
        (string, double)[] noise = [.. Enumerable.Range(0, 20).Select(i => ($"v{i:d2}", 0.0))];

        VariantSelection[] found = [.. Enumerable.Range(1, 12).Select(key =>
            Compute(new StudySamples(Exams: 120, Folds: 3, Key: key, Shared: 0).Of(noise)))];

        Assert.All(found, selection => Assert.InRange(selection.Hindsight, 0.53, 0.75));
        // In the mean over studies; a single one scatters by its 60 patients.
        Assert.InRange(found.Average(selection => selection.Hindsight), 0.58, 0.7);
        Assert.InRange(found.Average(selection => selection.BbcCv!.Value), 0.46, 0.54);
        Assert.InRange(found.Average(selection => selection.Nested!.Value), 0.45, 0.55);
    }

    [Fact]
    public void A_planted_better_variant_is_chosen_by_each_fold_and_loses_little_by_the_correction()
    {
        StudyPredictions study = new StudySamples(Exams: 240, Classes: 3, Folds: 4, Seeds: 2).Of(("a", 0.5), ("good", 2.5), ("c", 0.5));

        VariantSelection found = Compute(study);

        Assert.Equal("good", found.Best);
        Assert.Equal(["good", "good", "good", "good"], found.Picks.Select(pick => pick.Variant));
        Assert.Equal(found.Hindsight, found.Nested!.Value, 1e-12);
        Assert.Equal(found.Hindsight, found.BbcCv!.Value, 0.01);
        Assert.InRange(found.Hindsight, found.BbcInterval!.Low, found.BbcInterval.High);
        Assert.StartsWith("auc_ovr_macro of the best of 3 variants, good: 0.9", found.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_fold_takes_what_its_own_validation_exams_prefer_and_lower_losses_are_better()
    {
        // In half of the folds the one variant is better, in the others the other: hindsight sees no difference, validation does.
        StudySamples samples = new(Exams: 160, Folds: 2);
        StudyPredictions study = samples.Of(("a", 1), ("b", 1)) with { Metric = MetricNames.LogLoss };
        study = study with
        {
            Runs = [.. study.Runs.Select(run =>
                samples.Run(run.Variant, run.Fold, 1, _ => run.Variant == "a" == (run.Fold == 0) ? 3 : 0.5))],
        };

        VariantSelection found = Compute(study);

        Assert.Equal([(0, "a"), (1, "b")], found.Picks.Select(pick => (pick.Fold, pick.Variant)));
        Assert.True(found.Nested < 0.7 * found.Hindsight);
    }

    [Fact]
    public void Without_validation_exams_the_nested_figure_is_left_out_with_the_reason()
    {
        StudyPredictions study = new StudySamples().Of(("a", 1), ("b", 1));

        VariantSelection found = Compute(study with
        {
            Runs = [.. study.Runs.Select(run => run with { Predictions = [run.Predictions[2]] })],
        });

        Assert.Null(found.Nested);
        Assert.Equal("a, fold 0 has no validation exams that define the metric", found.Undefined["nested"]);
        Assert.Contains("unknown (a, fold 0 has no validation", found.Line, StringComparison.Ordinal);
        Assert.NotNull(found.BbcCv);
    }

    [Fact]
    public void One_variant_leaves_nothing_to_choose() =>
        Assert.Null(StudyResults.Compute(new StudySamples().Of(("a", 1)), cancellation: Stop).Selection);

    private static VariantSelection Compute(StudyPredictions study) =>
        StudyResults.Compute(study with { Resamples = 100 }, cancellation: Stop).Selection!;
}
