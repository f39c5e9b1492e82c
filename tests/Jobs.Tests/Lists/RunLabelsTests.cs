using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class RunLabelsTests
{
    [Fact]
    public void Runs_launched_together_are_called_by_what_differs_beside_their_folder()
    {
        Run[] runs =
        [
            Sample.Run(1, settings: s => s with { Lr = 3e-5, Seed = 1 }) with { Launch = "l1" },
            Sample.Run(2, settings: s => s with { Lr = 1e-4, Seed = 2 }) with { Launch = "l1" },
            Sample.Run(3) with { Launch = "l2" },
            Sample.Run(4),
        ];

        RunLabels labels = RunLabels.Of(runs[1..], runs);

        Assert.Equal(new RunLabel("lr 0.0001, seed 2", "demo/Train_2"), labels.Of(runs[1]));
        Assert.Equal(new RunLabel("demo/Train_3", null), labels.Of(runs[2]));
        Assert.Equal(new RunLabel("demo/Train_4", null), labels.Of(runs[3]));
    }

    [Fact]
    public void A_name_that_several_runs_have_is_shown_with_the_folder()
    {
        Run[] runs =
            [Sample.Run(1) with { Name = "long run" }, Sample.Run(2) with { Name = "long run" }, Sample.Run(3) with { Name = "x" }];

        RunLabels labels = RunLabels.Of(runs[1..], runs);

        Assert.Equal(new RunLabel("long run", "demo/Train_2"), labels.Of(runs[1]));
        Assert.Equal(new RunLabel("x", null), labels.Of(runs[2]));
    }
}
