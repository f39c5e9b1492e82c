using Angioboard.Core.Settings;
using Angioboard.Core.Data.Transforms;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;
using CsCheck;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class RunQueryTests
{
    [Theory]
    [InlineData("train_2", new[] { 2 })]
    [InlineData("ÄRZTIN", new[] { 3 })]
    [InlineData("urgent", new[] { 3 })]
    [InlineData("\"two words\"", new[] { 2 })]
    [InlineData("\"words two\"", new int[0])]
    [InlineData("grace", new[] { 1 })]
    [InlineData("hyperf grace", new[] { 1 })]
    [InlineData("777", new[] { 2 })]
    [InlineData("77", new int[0])]
    [InlineData("last", new[] { 1 })]
    [InlineData("val_auc_ovr_macro>0.8", new[] { 3, 2 })]
    [InlineData("val_auc_ovr_macro>=0.7 val_auc_ovr_macro<0.9", new[] { 2, 1 })]
    [InlineData("test_accuracy<0.5", new[] { 1 })]
    [InlineData("epochs=777", new[] { 2 })]
    [InlineData("max_frames_span=last", new[] { 1 })]
    [InlineData("owner!=grace", new[] { 3, 2 })]
    [InlineData("val_auc>0.8", new[] { 3, 2 })]
    [InlineData("VAL_AUC_OVR_MACRO>0.8", new[] { 3, 2 })]
    [InlineData("\"Best val AUC>0.8\"", new[] { 3, 2 })]
    [InlineData("best:val_auc_ovr_macro>0.8", new[] { 3, 2 })]
    [InlineData("Test_Accuracy<0.5", new[] { 1 })]
    [InlineData("test_balanced_accuracy<0.5", new int[0])]
    [InlineData("owner:GRACE", new[] { 1 })]
    [InlineData("tag:urgent", new[] { 3 })]
    [InlineData("tag:urg", new int[0])]
    [InlineData("tags!=urgent", new[] { 2, 1 })]
    [InlineData("\"dataset:hyperf type\"", new[] { 1 })]
    [InlineData("status:paused", new[] { 2 })]
    [InlineData("status:FINISHED", new[] { 3 })]
    [InlineData("name:rzt", new[] { 3 })]
    [InlineData("launch:l1", new[] { 3 })]
    [InlineData("epochs:777", new[] { 2 })]
    [InlineData("val_special>1", new[] { 3 })]
    public void A_search_finds_words_anywhere_and_applies_conditions(string search, int[] keys)
    {
        Run[] runs =
        [
            (Sample.Run(1, auc: 0.7, settings: s => s with { MaxFramesSpan = FrameSpan.Last }) with { Owner = "grace",
                Dataset = "HyperF type" }).With("test", "accuracy", 0.4),
            Sample.Run(2, auc: 0.85, settings: s => s with { Epochs = 777 }) with { Note = "has two words", PausedBy = "ada" },
            Sample.Run(3, auc: 0.95) with { Name = "ärztin", Tags = ["a", "urgent"], Status = RunStatus.Finished, Launch = "l1",
                Best = new Dictionary<string, BestValue> { ["val_auc_ovr_macro"] = new(0.95, 1), ["val_special"] = new(2, 1) } },
        ];

        RunRows result = new RunQuery { Search = search }.Over(runs);

        Assert.Equal(keys, result.Keys());
        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData("val_auc>0.8 x>1", 1)]
    [InlineData("val_nothing>1", 1)]
    [InlineData("tset_accuracy>0.5", 1)]
    [InlineData("status:happy", 1)]
    [InlineData("https://example.org", 0)]
    [InlineData("lr>big", 1)]
    [InlineData("owner>ada", 1)]
    [InlineData("plain words", 0)]
    public void An_invalid_condition_is_reported_and_searched_as_text(string search, int problems)
    {
        RunRows result = new RunQuery { Search = search }.Over([Sample.Run(1)]);

        Assert.Empty(result.Runs);
        Assert.Equal(problems, result.Problems.Count);
    }

    [Theory]
    [InlineData("foo<3", "Unknown metric “foo”; searching for the text “foo<3”.")]
    [InlineData("val_los<3", "Unknown metric “val_los”; searching for the text “val_los<3”. Did you mean val_loss?")]
    [InlineData("vla_auc>0.9", "Unknown metric “vla_auc”; searching for the text “vla_auc>0.9”. Did you mean val_auc?")]
    [InlineData("auc>0.9", "Unknown metric “auc”; searching for the text “auc>0.9”. Did you mean val_auc?")]
    [InlineData("max_frame=3", "Unknown metric “max_frame”; searching for the text “max_frame=3”. Did you mean max_frames?")]
    [InlineData("onwer:ada", "Unknown filter “onwer”; searching for the text “onwer:ada”. Did you mean owner?")]
    public void A_name_that_is_almost_right_is_suggested(string search, string problem) =>
        Assert.Equal([problem], new RunQuery { Search = search }.Over([Sample.Run(1)]).Problems);

    [Fact]
    public void Filters_keep_matching_runs_and_archived_and_deleted_runs_are_on_other_shelves()
    {
        Run[] runs =
        [
            Sample.Run(1) with { Status = RunStatus.Failed, Dataset = "a", Tags = ["x"] },
            Sample.Run(2) with { Status = RunStatus.Finished, Dataset = "b", Tags = ["x", "y"] },
            Sample.Run(3) with { Archived = true },
            Sample.Run(4) with { Archived = true, Trashed = DateTimeOffset.UnixEpoch },
        ];

        Assert.Equal([2, 1], new RunQuery().Over(runs).Keys());
        Assert.Equal([1], new RunQuery { Statuses = [RunStatus.Failed, RunStatus.Running] }.Over(runs).Keys());
        Assert.Equal([2], new RunQuery { Datasets = ["b"] }.Over(runs).Keys());
        Assert.Equal([2], new RunQuery { Tags = ["y", "z"] }.Over(runs).Keys());
        Assert.Empty(new RunQuery { Owners = ["nobody"] }.Over(runs).Runs);
        Assert.Equal([2], new RunQuery { Launch = "together" }.Over([runs[0], runs[1] with { Launch = "together" }]).Keys());
        Assert.Equal([3], new RunQuery { Shelf = RunShelf.Archived }.Over(runs).Keys());
        Assert.Equal([4], new RunQuery { Shelf = RunShelf.Trash }.Over(runs).Keys());
    }

    [Theory]
    [InlineData(true, new[] { 3, 2, 4, 1 })]
    [InlineData(false, new[] { 2, 3, 4, 1 })]
    public void Missing_values_come_last_in_either_order(bool descending, int[] keys)
    {
        Run[] runs = [Sample.Run(1), Sample.Run(2, auc: 0.5), Sample.Run(3, auc: 0.6), Sample.Run(4, auc: double.NaN)];

        Assert.Equal(keys, new RunQuery { Sort = "best:val_auc_ovr_macro", Descending = descending }.Over(runs).Keys());
    }

    [Fact]
    public void Names_are_ordered_as_people_order_them()
    {
        Run[] runs = [Sample.Run(10), Sample.Run(9), Sample.Run(2, "Demo"), Sample.Run(1, "another")];

        Assert.Equal([1, 2, 9, 10], new RunQuery { Sort = "name", Descending = false }.Over(runs).Keys());
    }

    [Fact]
    public void Every_column_orders_all_runs_both_ways()
    {
        Gen<Run> run =
            Gen.Select(Gen.Int[1, 1000], Gen.Double[0, 1].Nullable(), Gen.String.Null(), Gen.Enum<RunStatus>(), Gen.Int[1, 50].Nullable())
            .Select((key, auc, name, status, frames) =>
                Sample.Run(key, auc: auc, settings: s => s with { MaxFrames = frames }) with { Name = name, Status = status });

        Gen.Select(run.Array[0, 12], Gen.OneOf([.. RunColumns.Catalogue([]).Where(c => c.IsSortable)]), Gen.Bool)
            .Sample((runs, column, descending) =>
        {
            RunRows result = new RunQuery { Sort = column.Key, Descending = descending }.Over(runs);

            bool[] missing =
                [.. result.Runs.Select(r => column.Number is { } number ? number(r) is null : string.IsNullOrEmpty(column.Text!(r)))];
            return result.Runs.Count == runs.Length && runs.All(result.Runs.Contains) && missing.SequenceEqual(missing.Order());
        }, iter: 300);
    }

    [Fact]
    public void Pages_divide_the_rows_and_a_page_beyond_the_end_is_the_last()
    {
        Run[] runs = [.. Enumerable.Range(1, 60).Select(key => Sample.Run(key))];
        RunQuery query = new() { PageSize = 25 };

        int[] paged =
            [.. Enumerable.Range(1, 3).SelectMany(page => (query with { Page = page }).Over(runs).PageRuns.Select(run => run.Key))];

        Assert.Equal(Enumerable.Range(1, 60).Reverse(), paged);
        Assert.Equal(3, (query with { Page = 99 }).Over(runs).Page);
        Assert.Equal(1, query.Over([]).Pages);
    }

    [Fact]
    public void Settings_that_are_the_same_everywhere_are_hidden_on_request()
    {
        Run[] runs = [Sample.Run(1, settings: s => s with { Seed = 1 }), Sample.Run(2, settings: s => s with { Seed = 2 })];
        RunQuery query = new() { Columns = ["name", "owner", "seed", "lr"] };

        Assert.Equal(["name", "owner", "seed", "lr"], query.Over(runs).Columns.Select(c => c.Key));
        Assert.Equal(["name", "owner", "seed"], (query with { HideEqual = true }).Over(runs).Columns.Select(c => c.Key));
    }

    [Fact]
    public void The_columns_are_by_default_the_settings_in_which_the_runs_differ()
    {
        Run[] runs =
        [
            Sample.Run(1, settings: s => s with { Seed = 1, Lr = 0.001, Threads = 1 }),
            Sample.Run(2, settings: s => s with { Seed = 2, Lr = 0.001, Threads = 2 }),
            Sample.Run(3, settings: s => s with { Seed = 3, Lr = 0.01 }) with { Trashed = DateTimeOffset.UnixEpoch },
        ];
        string[] first = ["name", "status", "progress", "best:val_loss", "best:val_auc_ovr_macro"];

        Assert.Equal([.. first, "seed", "created"], Keys(new RunQuery(), runs));
        Assert.Equal([.. first, "lr", "seed", "created"], Keys(new RunQuery(), [.. runs[..2], runs[2] with { Trashed = null }]));
        Assert.Equal([.. first, "lr", "created"], Keys(new RunQuery { Sort = "lr" }, runs[..1]));
        Assert.Equal([.. first, "owner", "created"], Keys(new RunQuery(), [runs[0], runs[0] with { Owner = "bob" }]));
        Assert.Equal([.. first, "deleted"], Keys(new RunQuery { Shelf = RunShelf.Trash, Sort = "deleted" }, runs));
        Assert.Equal([.. first, "created"], Keys(new RunQuery { Grouping = RunGrouping.Settings }, runs));
        Assert.Equal(["name", "lr"], Keys(new RunQuery { Columns = ["name", "lr"] }, runs));

        static IEnumerable<string> Keys(RunQuery query, IReadOnlyList<Run> runs) => query.Over(runs).Columns.Select(column => column.Key);
    }

    [Fact]
    public void Runs_on_folds_differ_in_the_fold_and_not_in_the_file_that_their_study_wrote_for_it()
    {
        Run[] runs =
        [
            .. Enumerable.Range(0, 2).Select(fold =>
                Sample.Run(fold + 1, settings: s => s with { Split = $"/r/demo/Study_1/folds/fold-{fold}.json" }) with
                {
                    Study = new StudyPlace("Study_1", "lr=1", fold), Launch = "l1",
                }),
        ];
        Run single = Sample.Run(3, settings: s => s with { Split = "/a.json" }),
            other = Sample.Run(4, settings: s => s with { Split = "/b.json" });
        RunLabels labels = RunLabels.Of(runs, runs);

        Assert.Contains("fold", Keys(runs));
        Assert.DoesNotContain("split", Keys(runs));
        Assert.DoesNotContain("split", Keys([.. runs, single]));
        Assert.Contains("split", Keys([.. runs, single, other]));
        Assert.Equal(["fold 0", "fold 1"], runs.Select(run => labels.Of(run).Text));

        static IEnumerable<string> Keys(IReadOnlyList<Run> runs) => new RunQuery().Over(runs).Columns.Select(column => column.Key);
    }
}
