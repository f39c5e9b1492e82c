using Angioboard.Core.Studies;
using CsCheck;

namespace Angioboard.Core.Tests.Studies;

public sealed class StudyPlanTests
{
    [Fact]
    public void Runs_are_the_variants_in_turn_for_each_fold_and_seed()
    {
        StudyPlan plan = ExamplePlan.Of() with { Folds = new PatientFolds(3) };

        IReadOnlyList<StudyRun> runs = plan.Runs("/results/Study_1/folds");

        Assert.Equal(18, runs.Count);
        Assert.Equal(Enumerable.Range(0, 18), runs.Select(run => run.Number));
        Assert.Equal(["a 0 1", "b 0 1", "c 0 1", "a 1 1"], runs.Take(4).Select(run => $"{run.Variant} {run.Fold} {run.Seed}"));
        Assert.Equal("c 2 2", $"{runs[17].Variant} {runs[17].Fold} {runs[17].Seed}");
        Assert.Equal((0.1, 2L), (runs[17].Settings.Lr, runs[17].Settings.Seed));
        Assert.Equal("/results/Study_1/folds/fold-2.json", runs[17].Settings.Split);
        Assert.Equal("/study", runs[17].Settings.Datadir);
    }

    [Fact]
    public void Without_folds_runs_keep_the_split_file()
    {
        StudyRun run = ExamplePlan.Of().Runs("/results/Study_1/folds")[0];

        Assert.Null(run.Fold);
        Assert.Equal("/study/split.json", run.Settings.Split);
    }

    [Fact]
    public void The_folds_of_a_learning_curve_are_named_by_their_share() =>
        Assert.EndsWith("/train-12.5.json",
            (ExamplePlan.Of() with { Folds = new CurveFolds([0.125, 1], 7) }).Runs("/folds")[0].Settings.Split, StringComparison.Ordinal);

    [Fact]
    public void What_is_added_comes_last_and_nothing_moves() => Gen.Int[0, 2].Array[1, 5].Sample(additions =>
    {
        StudyPlan plan = ExamplePlan.Of() with { Folds = new FileFolds(["/f0.json", "/f1.json"]) };
        foreach ((int step, int kind) in additions.Index())
        {
            StudyPlan longer = kind switch
            {
                0 => plan.With(variants: [ExamplePlan.Variant($"more {step}", ("lr", 0.2 + step))]),
                1 => plan.With(seeds: [100 + step]),
                _ => plan.With(foldFiles: [$"/more{step}.json"]),
            };

            string[] before = Describe(plan), after = Describe(longer);
            Assert.Equal(before, after[..before.Length]);
            Assert.Equal(longer.Size.Runs, after.Length);
            Assert.Equal(after.Length, after.Select(run => run[run.IndexOf(' ')..]).Distinct().Count());
            plan = longer;
        }
    }, iter: 30);

    [Fact]
    public void Adding_nothing_changes_nothing()
    {
        StudyPlan plan = ExamplePlan.Of();

        Assert.Equal(StudyPlanFile.Text(plan), StudyPlanFile.Text(plan.With(variants: [], seeds: [])));
    }

    [Fact]
    public void A_repeated_seed_and_another_number_of_divided_folds_are_refused()
    {
        StudyPlan plan = ExamplePlan.Of() with { Folds = new PatientFolds(3) };

        Assert.Equal("a", ExamplePlan.Of(ExamplePlan.Variant("a")).With(variants: [ExamplePlan.Variant("b", ("lr", 0.5))]).Baseline);
        Assert.Null(ExamplePlan.Of(ExamplePlan.Variant("a")).With(seeds: [3]).Baseline);
        Assert.Equal("seeds: the study has 2 already; give others", Assert.Throws<InputException>(() => plan.With(seeds: [3, 2])).Message);
        Assert.StartsWith("folds: only a study of ready-made fold files takes more folds",
            Assert.Throws<InputException>(() => plan.With(foldFiles: ["/x.json"])).Message, StringComparison.Ordinal);
    }

    private static string[] Describe(StudyPlan plan) =>
        [.. plan.Runs("/folds").Select(run => $"{run.Number} {run.Variant} {run.Fold} {run.Seed} {run.Settings.Lr} {run.Settings.Split}")];
}
