using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Core.Tests.Studies;

public sealed class StudyRulesTests
{
    [Fact]
    public void A_valid_plan_has_no_problems() => Assert.Empty(StudyRules.Problems(ExamplePlan.Of()));

    [Fact]
    public void One_variant_over_folds_or_seeds_is_a_study() =>
        Assert.Empty(StudyRules.Problems(ExamplePlan.Of(ExamplePlan.Variant("as set"))));

    [Theory]
    [InlineData("max_frmaes", "variants: x: max_frmaes: is not a setting; did you mean max_frames?")]
    [InlineData("colour", "variants: x: colour: is not a setting; the names are split, datadir, ")]
    [InlineData("seed", "variants: x: seed: cannot vary; list the seeds of the study instead")]
    [InlineData("split", "variants: x: split: belongs to the data, which all runs of a study share")]
    [InlineData("datadir", "variants: x: datadir: belongs to the data")]
    [InlineData("patients", "variants: x: patients: belongs to the data")]
    [InlineData("class_names", "variants: x: class_names: belongs to the data")]
    [InlineData("num_classes", "variants: x: num_classes: belongs to the data")]
    [InlineData("task", "variants: x: task: belongs to the data")]
    [InlineData("device", "variants: x: device: belongs to the machine, not to the model")]
    public void Settings_that_cannot_vary_are_refused(string setting, string expected) =>
        Assert.StartsWith(expected, Problems(ExamplePlan.Variant("x", (setting, 5)), ExamplePlan.Variant("y", ("lr", 0.5)))[0],
            StringComparison.Ordinal);

    [Fact]
    public void All_settings_that_may_not_vary_exist() =>
        Assert.All(VariedSettings.Fixed, name => Assert.Contains(name, SettingsFile.Names.Keys));

    [Fact]
    public void Values_out_of_range_of_another_kind_and_that_contradict_are_refused_with_the_variant()
    {
        string[] problems = Problems(ExamplePlan.Variant("x", ("lr", -1)), ExamplePlan.Variant("y", ("epochs", "many")),
            ExamplePlan.Variant("z", ("warmup_steps", 5)));

        Assert.Equal(3, problems.Length);
        Assert.StartsWith("variants: x: lr: -1 must be ", problems[0], StringComparison.Ordinal);
        Assert.Equal("variants: y: epochs: \"many\" is not a whole number", problems[1]);
        Assert.StartsWith("variants: z: warmup_steps: only the cosine scheduler", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Variants_that_are_alike_are_refused_by_what_they_do_not_by_how_they_are_written()
    {
        Assert.Equal("variants: all 2 have the same settings; let one setting differ",
            Assert.Single(Problems(ExamplePlan.Variant("x", ("max_frames", "all")), ExamplePlan.Variant("y", ("max_frames", null)))));
        Assert.Equal("variants: x and z have the same settings; keep one of them",
            Assert.Single(Problems(
                ExamplePlan.Variant("x", ("lr", 1e-4)), ExamplePlan.Variant("y", ("lr", 2e-4)), ExamplePlan.Variant("z"))));
    }

    [Fact]
    public void Names_are_unique_single_lines_and_the_baseline_is_one_of_them()
    {
        Assert.Equal("variants: two are named x; give each its own name",
            Problems(ExamplePlan.Variant("x"), ExamplePlan.Variant("x", ("lr", 0.5)))[0]);
        foreach (string name in (string[])["a\nb", "a\u200b", "\u202ea", "a ", "", new('a', 101)])
            Assert.Contains("must have 1 to 100 visible characters in one line", Problems(ExamplePlan.Variant(name))[0],
                StringComparison.Ordinal);
        Assert.Equal("baseline: there is no variant lr=0.01; did you mean lr=0.1?",
            Assert.Single(StudyRules.Problems(ExamplePlan.Of(ExamplePlan.Variant("lr=0.1", ("lr", 0.1))) with { Baseline = "lr=0.01" })));
    }

    [Fact]
    public void More_than_a_thousand_runs_are_refused()
    {
        StudyPlan plan = ExamplePlan.Of() with
        {
            Seeds = [.. Enumerable.Range(0, 100).Select(seed => (long)seed)],
            Folds = new PatientFolds(4),
        };

        Assert.Equal("variants: 3 variants × 4 folds × 100 seeds are 1200 runs; a study has at most 1000",
            Assert.Single(StudyRules.Problems(plan)));
        Assert.Empty(StudyRules.Problems(plan with { Folds = new PatientFolds(3) }));
    }

    [Fact]
    public void A_learning_curve_is_of_one_variant() => Assert.Equal(
        "variants: a learning curve is of one variant; leave out what varies, or make a study for each",
        StudyRules.Problems(ExamplePlan.Of() with { Folds = new CurveFolds([0.5, 1], 1) }).First());

    [Fact]
    public void Whatever_can_decide_has_results() => Assert.Empty(SelectionRule.Metrics.Except(FoldedMetrics.Names));

    [Fact]
    public void A_selection_that_no_epoch_has_or_that_prefers_the_worse_is_refused()
    {
        Assert.Equal("selection.metric: there is no auc_ovr_marco; did you mean auc_ovr_macro?",
            Of(new SelectionRule("auc_ovr_marco", true)));
        Assert.Equal("selection.metric: loss is what training minimises, with weights of classes; give log_loss",
            Of(new SelectionRule("loss", false)));
        Assert.Equal("selection.direction: a lower log_loss is better; write min", Of(new SelectionRule("log_loss", true)));
        Assert.Equal("selection.direction: a higher accuracy is better; write max", Of(new SelectionRule("accuracy", false)));
        Assert.Equal("val_log_loss", SelectionRule.Of("log_loss").Key);

        static string Of(SelectionRule rule) => Assert.Single(StudyRules.Problems(ExamplePlan.Of() with { Selection = rule }));
    }

    [Fact]
    public void Folds_are_checked()
    {
        Assert.Equal("folds.count: 2 must be from 3 to 100", Of(new PatientFolds(2)));
        Assert.Equal("folds.files: 1 fold files; give 2 to 100", Of(new FileFolds(["/a.json"])));
        Assert.Equal("folds.files: /a.json is given twice; name each fold's file once", Of(new FileFolds(["/a.json", "/a.json"])));
        Assert.StartsWith("folds.shares: are not in order", Of(new CurveFolds([1, 0.5], 1)), StringComparison.Ordinal);
        Assert.StartsWith("folds.sha256: 1 hashes for 3 folds",
            Of(new PatientFolds(3) { Sha256 = [new string('a', 64)] }), StringComparison.Ordinal);
        Assert.StartsWith("folds.sha256: a hash is not", Of(new FileFolds(["/a", "/b"]) { Sha256 = ["x", "y"] }), StringComparison.Ordinal);

        static string Of(StudyFolds folds) =>
            Assert.Single(StudyRules.Problems(ExamplePlan.Of(ExamplePlan.Variant("as set")) with { Folds = folds }));
    }

    [Fact]
    public void Numbers_of_a_search_are_checked()
    {
        Assert.Equal("search.startup: 0 must be 1 or more", Of(new MedianRule(0, 3)));
        Assert.Equal("search.warmup: -1 must be 0 or more", Of(new MedianRule(5, -1)));
        Assert.Equal("search.factor: 1 must be 2 or more", Of(new HalvingRule([5], 1)));
        Assert.StartsWith("search.rungs: there is none", Of(new HalvingRule([], 3)), StringComparison.Ordinal);
        Assert.StartsWith("search.rungs: must be numbers of epochs from 1 that rise",
            Of(new HalvingRule([5, 5], 3)), StringComparison.Ordinal);
        Assert.StartsWith("search.rungs: 40 is not before the end of training (40 epochs)",
            Of(new HalvingRule([5, 40], 3)), StringComparison.Ordinal);

        static string Of(SearchRule search) => Assert.Single(StudyRules.Problems(ExamplePlan.Of() with { Search = search }));
    }

    [Fact]
    public void A_cosine_schedule_of_different_lengths_is_not_searched()
    {
        StudyPlan plan = ExamplePlan.Of(ExamplePlan.Variant("short", ("epochs", 10)), ExamplePlan.Variant("long", ("epochs", 20)))
            with { Search = new MedianRule() };

        Assert.Empty(StudyRules.Problems(plan));
        Assert.StartsWith("search: with the cosine scheduler",
            Assert.Single(StudyRules.Problems(plan with { Settings = plan.Settings with { Scheduler = SchedulerKind.Cosine } })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_the_common_settings_are_not_told_for_each_variant() =>
        Assert.StartsWith("settings.lr: ",
            Assert.Single(StudyRules.Problems(ExamplePlan.Of() with { Settings = new RunSettings { Lr = -1 } })), StringComparison.Ordinal);

    private static string[] Problems(params StudyVariant[] variants) => [.. StudyRules.Problems(ExamplePlan.Of(variants))];
}
