using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Dashboard.NewRun;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Dashboard.Tests.NewRun;

/// <summary>A form whose launch is a study.</summary>
public sealed class RepeatPlanTests : IDisposable
{
    private readonly FormSample sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void Values_folds_and_seeds_make_one_study()
    {
        LaunchPlan plan = LaunchPlan.Of(Form(new LaunchRepeat { Folds = "3", Seeds = "1-3" }, ("lr", "1e-3, 1e-4"), ("dropout", "0.1")));

        Assert.True(plan.CanLaunch, plan.WhyNot);
        Assert.Equal(("18 runs: 2 variants × 3 folds × 3 seeds", 18), (plan.Size, plan.Runs));
        Assert.Equal(["lr=0.001", "lr=0.0001"], plan.Study!.Variants.Select(variant => variant.Name));
        Assert.Equal(new PatientFolds(3), plan.Study.Folds);
        Assert.Equal([0.1, 0.1], plan.Settings.Select(settings => settings.Dropout));
        Assert.Equal([1e-3, 1e-4], plan.Settings.Select(settings => settings.Lr));
    }

    [Fact]
    public void More_than_two_settings_and_a_hundred_runs_may_vary()
    {
        LaunchPlan plan = LaunchPlan.Of(Form(
            new LaunchRepeat { Seeds = "1-30" }, ("lr", "1e-3, 1e-4"), ("dropout", "0, 0.1"), ("hidden_dim", "8, 16")));

        Assert.True(plan.CanLaunch, plan.WhyNot);
        Assert.Equal(240, plan.Runs);
    }

    [Theory]
    [InlineData("folds", "many", "1", "folds", "many is not a whole number; give 3 or more, or nothing")]
    [InlineData("folds", "2", "1", "folds", "2 must be from 3 to 100")]
    [InlineData("seeds", "3", "one", "seeds", "one is not a seed; write whole numbers such as 1,2,3, or 1-5")]
    [InlineData("seeds", "3", "1,1", "seeds", "1 is given twice; give each once")]
    public void A_wrong_repetition_is_said_at_its_field(string _, string folds, string seeds, string field, string says)
    {
        LaunchPlan plan = LaunchPlan.Of(Form(new LaunchRepeat { Folds = folds, Seeds = seeds }));

        Assert.False(plan.CanLaunch);
        Assert.Equal(says, Assert.Single(plan.Problems[field]));
    }

    [Fact]
    public void A_wrong_value_of_a_variant_is_said_at_its_setting_and_seeds_belong_to_the_repetition()
    {
        LaunchPlan lr = LaunchPlan.Of(Form(new LaunchRepeat(), ("lr", "1e-3, -1"))),
            seed = LaunchPlan.Of(Form(new LaunchRepeat(), ("seed", "1-3"))),
            single = LaunchPlan.Of(Form(new LaunchRepeat(), ("lr", "-1")));

        Assert.Contains("must be above 0", Assert.Single(lr.Problems["lr"]), StringComparison.Ordinal);
        Assert.Equal("has several values; list the seeds under Repeat", Assert.Single(seed.Problems["seed"]));
        Assert.Contains("must be above 0", Assert.Single(single.Problems["lr"]), StringComparison.Ordinal);
    }

    [Fact]
    public void More_runs_than_a_study_may_have_are_refused()
    {
        LaunchPlan plan = LaunchPlan.Of(Form(new LaunchRepeat { Seeds = "1-600" }, ("lr", "1e-3, 1e-4")));

        Assert.Contains("are 1200 runs; a study has at most 1000", Assert.Single(plan.Problems["variants"]), StringComparison.Ordinal);
    }

    [Fact]
    public void More_folds_than_patients_are_said_beside_the_folds()
    {
        LaunchPlan plan = LaunchPlan.Of(Form(new LaunchRepeat { Folds = "3" }, ("patients", "([a-z0-9]+)_[LR]$")));

        (string field, string text) = Assert.Single(
            RepeatPlan.FoldProblems(plan.Study!, plan.Settings, TestContext.Current.CancellationToken));

        Assert.Equal(("folds", "3, but class 1 (Staining) has only 1 patient, and no number of folds works below 3; add exams of other "
            + "patients of this class, or take the class out"), (field, text));
    }

    [Fact]
    public void The_command_makes_the_same_study()
    {
        LaunchForm form = Form(new LaunchRepeat { Folds = "3", Seeds = "1-3", Metric = "log_loss" }, ("lr", "1e-3, 1e-4"));
        LaunchPlan plan = LaunchPlan.Of(form);

        string command = RepeatPlan.Command("angioboard experiment --output results/phantom --lr 0.001", form);

        Assert.True(plan.CanLaunch, plan.WhyNot);
        Assert.Equal("angioboard study new --output results/phantom --lr 0.001 --vary 'lr=1e-3,1e-4' --folds 3 --seeds 1-3 "
            + "--metric log_loss", command);
    }

    [Fact]
    public void A_search_is_part_of_the_study_and_of_its_command()
    {
        (string, string) three = ("lr", "1e-3, 1e-4, 1e-5");
        LaunchForm median = Form(new LaunchRepeat { Search = new TypedSearch { Rule = "median", Startup = "2" } }, three),
            halving = Form(new LaunchRepeat { Search = new TypedSearch { Rule = "halving", Rungs = "2, 4" } }, three);

        Assert.Equal(new MedianRule(2, 0), LaunchPlan.Of(median).Study!.Search);
        HalvingRule rule = Assert.IsType<HalvingRule>(LaunchPlan.Of(halving).Study!.Search);
        Assert.Equal((2, 4, 3), (rule.Rungs[0], rule.Rungs[1], rule.Factor));
        Assert.EndsWith("--vary 'lr=1e-3,1e-4,1e-5' --search median --startup 2", RepeatPlan.Command("angioboard experiment", median),
            StringComparison.Ordinal);
        Assert.EndsWith("--search halving --rungs '2,4'", RepeatPlan.Command("angioboard experiment", halving).Replace("--rungs 2,4",
            "--rungs '2,4'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("median", "x", "", "startup", "x is not a whole number")]
    [InlineData("median", "0", "", "startup", "0 must be 1 or more")]
    [InlineData("median", "5", "", "startup", "5 others must finish before a variant pauses, but there are 2 variants; give at most 1")]
    [InlineData("halving", "", "", "rungs", "is empty; give the epochs after which variants are compared, such as 5,15")]
    [InlineData("halving", "", "5, 4", "rungs", "must be numbers of epochs from 1 that rise, such as 5, 15")]
    [InlineData("halving", "", "1", "search",
        "halving compares the variants without the baseline, and there is only one such; give more variants")]
    public void A_wrong_search_is_said_at_its_field(string rule, string startup, string rungs, string field, string says)
    {
        LaunchPlan plan = LaunchPlan.Of(Form(
            new LaunchRepeat { Search = new TypedSearch { Rule = rule, Startup = startup, Rungs = rungs } }, ("lr", "1e-3, 1e-4")));

        Assert.False(plan.CanLaunch);
        Assert.Equal(says, Assert.Single(plan.Problems[field]));
    }

    private LaunchForm Form(LaunchRepeat repeat, params (string Setting, string Text)[] typed)
    {
        LaunchForm form = sample.Form("phantom");
        foreach ((string setting, string text) in typed) form.Type(setting, text);
        form.Describe(draft => draft with { Repeat = repeat });
        return form;
    }
}
