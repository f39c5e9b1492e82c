using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class BestMarksTests
{
    private static readonly RunColumn Auc = RunColumns.Find("best:val_auc_ovr_macro")!;
    private static readonly RunColumn Loss = RunColumns.Find("best:val_loss")!;

    [Fact]
    public void The_highest_AUC_and_the_lowest_loss_of_all_matching_runs_are_the_best()
    {
        BestMarks marks =
            new RunQuery { PageSize = 25,
                Page = 2 }.Over([Sample.Run(1, auc: 0.8, loss: 0.3), Sample.Run(2, auc: 0.9, loss: 0.5), Sample.Run(3)]).Marks;

        Assert.True(marks.IsBest(Auc, 0.9));
        Assert.False(marks.IsBest(Auc, 0.8));
        Assert.True(marks.IsBest(Loss, 0.3));
        Assert.False(marks.IsBest(Loss, (double?)null));
        Assert.False(marks.DifferentData);
    }

    [Theory]
    [InlineData("d1", "d2")]
    [InlineData("d1", null)]
    [InlineData(null, null)]
    public void Nothing_is_best_across_runs_whose_data_may_differ(string? first, string? second)
    {
        BestMarks marks = new RunQuery().Over([Sample.Run(1, auc: 0.8, data: first), Sample.Run(2, auc: 0.9, data: second)]).Marks;

        Assert.True(marks.DifferentData);
        Assert.False(marks.IsBest(Auc, 0.9));
    }

    [Fact]
    public void A_run_without_the_value_does_not_count_as_different_data()
    {
        BestMarks marks = new RunQuery(
            ).Over([Sample.Run(1, auc: 0.8), Sample.Run(2, auc: 0.9), Sample.Run(3, data: "d2"), Sample.Run(4, data: null)]).Marks;

        Assert.False(marks.DifferentData);
        Assert.True(marks.IsBest(Auc, 0.9));
    }

    [Fact]
    public void Test_metrics_are_shown_but_never_marked_or_sorted_by()
    {
        Run[] runs = [Sample.Run(1).With("test", "accuracy", 0.5), Sample.Run(2).With("test", "accuracy", 0.9)];
        RunColumn test = RunColumns.Find("split:test:accuracy")!;

        RunRows result = new RunQuery { Columns = [test.Key], Sort = test.Key, Descending = false }.Over(runs);

        Assert.Equal([1, 2], result.Keys());
        Assert.Equal(["0.5000", "0.9000"], result.Runs.Select(test.Show));
        Assert.False(result.Marks.IsBest(test, 0.9));
        Assert.DoesNotContain(new RunQuery().Over(runs).Columns, column => !column.IsSortable);
    }

    [Fact]
    public void A_best_value_comes_with_its_epoch()
    {
        Assert.Equal(8, Auc.Epoch!(Sample.Run(7, auc: 0.8)));
        Assert.Null(Auc.Epoch!(Sample.Run(7)));
    }
}
