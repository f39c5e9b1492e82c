using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Comparison;

public sealed class ComparisonTests
{
    [Fact]
    public void Runs_are_in_the_requested_order_and_unknown_or_too_many_are_reported()
    {
        Dictionary<string, Run> known = Enumerable.Range(1, 25).Select(key => Sample.Run(key)).ToDictionary(run => run.Id);

        ComparedRuns compared =
            ComparedRuns.Of(["demo/Train_2", "gone/Train_1", .. known.Keys], known.GetValueOrDefault, [.. known.Values]);

        Assert.Equal(["demo/Train_2", "demo/Train_1", "demo/Train_3"], compared.Runs.Take(3).Select(run => run.Id));
        Assert.Equal(["gone/Train_1"], compared.Unknown);
        Assert.Equal((20, 5), (compared.Runs.Count, compared.LeftOut.Count));
    }

    [Fact]
    public void Two_runs_with_the_same_name_are_distinguished_by_their_ids()
    {
        Run[] runs = [Sample.Run(1) with { Name = "baseline" }, Sample.Run(2) with { Name = "baseline" }, Sample.Run(3)];

        Assert.Equal(["baseline (demo/Train_1)", "baseline (demo/Train_2)", "demo/Train_3"], new ComparedRuns(runs, [], []).Names);
    }

    [Fact]
    public void Runs_launched_together_are_called_by_what_differs_as_in_the_list()
    {
        Run[] runs = [.. Enumerable.Range(1, 4).Select(key =>
            Sample.Run(key, settings: s => s with { Seed = key % 2 }) with { Launch = key < 3 ? "l1" : "l2" })];
        Dictionary<string, Run> known = runs.ToDictionary(run => run.Id);

        IReadOnlyList<string> one = ComparedRuns.Of(["demo/Train_2"], known.GetValueOrDefault, runs).Names;
        IReadOnlyList<string> three = ComparedRuns.Of([.. known.Keys.Take(3)], known.GetValueOrDefault, runs).Names;

        Assert.Equal(["seed 0"], one);
        Assert.Equal(["seed 1 (demo/Train_1)", "seed 0", "seed 1 (demo/Train_3)"], three);
    }

    [Fact]
    public void Runs_with_different_data_are_in_separate_groups_and_one_without_a_fingerprint_in_none()
    {
        Run[] runs = [Sample.Run(1, data: "a"), Sample.Run(2, data: "b"), Sample.Run(3, data: "a"), Sample.Run(4, data: null)];

        Assert.Equal([[0, 2], [1]], new ComparedRuns(runs, [], []).DataGroups);
        Assert.Empty(new ComparedRuns([runs[0], runs[2], runs[3]], [], []).DataGroups);
    }

    [Fact]
    public void Seeds_of_one_setting_are_a_group()
    {
        Run[] runs = [.. new (double Lr, long Seed)[] { (1e-4, 1), (3e-4, 1), (1e-4, 2) }
            .Select((set, key) => Sample.Run(key, settings: s => s with { Lr = set.Lr, Seed = set.Seed }))];

        Assert.Equal([[0, 2], [1]], new ComparedRuns(runs, [], []).SeedGroups);
    }

    [Fact]
    public void Distinctive_settings_are_those_that_fewer_than_half_of_the_others_share()
    {
        RunSettings[] settings =
        [
            new() { Lr = 1e-4, Seed = 1 },
            new() { Lr = 1e-4, Seed = 2 },
            new() { Lr = 1e-4, Seed = 3 },
            new() { Lr = 3e-4, Seed = 1 },
        ];
        IReadOnlyList<SettingRow> rows = SettingsDifference.Between(settings), two = SettingsDifference.Between(settings[..2]);

        Assert.Equal("seed 2", SetApart.Line(rows, 1));
        Assert.Equal("lr 0.0003, seed 1", SetApart.Line(rows, 3));
        Assert.Equal("seed 1", SetApart.Line(two, 0));
    }

    [Fact]
    public void The_best_of_a_row_depends_on_the_metrics_direction()
    {
        Run[] runs = [Sample.Run(1, auc: 0.8, loss: 0.5), Sample.Run(2, auc: 0.9, loss: 0.7), Sample.Run(3)];

        IReadOnlyList<MetricRow> rows = ComparedMetrics.Epochs(runs);

        Assert.Equal(["val_loss", "val_auc_ovr_macro"], rows.Select(row => row.Name));
        Assert.Equal([true, false, false], rows[0].Cells.Select(cell => cell.IsBest));
        Assert.Equal([false, true, false], rows[1].Cells.Select(cell => cell.IsBest));
        Assert.Equal((0.5, 2, null), (rows[0].Cells[0].Value, rows[0].Cells[0].Epoch, rows[0].Cells[2].Value));
    }

    [Fact]
    public void The_lowest_training_loss_is_not_marked()
    {
        Run[] runs = [.. new[] { 0.1, 0.2 }.Select((loss, key) => Sample.Run(key) with
        {
            Best = new Dictionary<string, BestValue> { ["train_loss"] = new(loss, 1) },
        })];

        Assert.DoesNotContain(Assert.Single(ComparedMetrics.Epochs(runs)).Cells, cell => cell.IsBest);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a", null)]
    [InlineData(null, null)]
    public void Nothing_is_marked_if_data_differ_or_are_unknown(string? first, string? second)
    {
        Run[] runs = [Sample.Run(1, auc: 0.8, data: first), Sample.Run(2, auc: 0.9, data: second)];

        Assert.DoesNotContain(ComparedMetrics.Epochs(runs).SelectMany(row => row.Cells), cell => cell.IsBest);
    }

    [Fact]
    public void Equal_values_are_all_best_unless_all_are_equal()
    {
        Run[] runs = [Sample.Run(1, auc: 0.9), Sample.Run(2, auc: 0.9), Sample.Run(3, auc: 0.8)];

        Assert.Equal([true, true, false], ComparedMetrics.Epochs(runs)[0].Cells.Select(cell => cell.IsBest));
        Assert.Equal([false, false], ComparedMetrics.Epochs(runs[..2])[0].Cells.Select(cell => cell.IsBest));
    }

    [Fact]
    public void Seeds_give_a_mean_with_a_band_over_those_with_a_value()
    {
        EpochRecord[] longer = [Epoch(0, 1), Epoch(1, 3), Epoch(2, 5)], shorter = [Epoch(0, 2), Epoch(1, double.NaN), Epoch(2, double.NaN)];

        SeedCurve range = SeedCurve.Mean([Member(longer), Member(shorter)], BandKind.Range),
            deviation = SeedCurve.Mean([Member(longer), Member(shorter)], BandKind.Deviation);

        Assert.Equal([new(1, 1.5), new(2, 3), new(3, 5)], range.Points);
        Assert.Equal([new(1, 1, 2), new(2, 3, 3), new(3, 5, 5)], range.Band!);
        Assert.Equal(1.5 - Math.Sqrt(0.5), deviation.Band![0].Low, 1e-12);
    }

    [Fact]
    public void A_mean_over_seeds_ends_where_half_of_them_have_ended()
    {
        EpochRecord[] first = [Epoch(0, 1)], second = [Epoch(0, 2), Epoch(1, 4)], third = [Epoch(0, 3), Epoch(1, 6), Epoch(2, 9)];

        SeedCurve three = SeedCurve.Mean([Member(first), Member(second), Member(third)], BandKind.Range),
            two = SeedCurve.Mean([Member(first), Member(third)], BandKind.Range);

        Assert.Equal([new(1, 2), new(2, 5)], three.Points);
        Assert.Equal([new(1, 1, 3), new(2, 4, 6)], three.Band!);
        Assert.Equal([new(1, 2)], two.Points);
    }

    [Fact]
    public void A_mean_roc_curve_is_the_mean_of_the_classes_at_each_rate()
    {
        RocCurve perfect = new("a", [0, 0, 1], [0, 1, 1], 1), chance = new("b", [0, 1], [0, 1], 0.5), absent = new("c", [], [], null);

        IReadOnlyList<CurvePoint> points = MacroRoc.Of([perfect, chance, absent]);

        Assert.Equal(new CurvePoint(0, 0), points[0]);
        Assert.Equal(0.75, points.Single(point => point.X == 0.5).Y!.Value, 1e-12);
        Assert.Equal(new CurvePoint(1, 1), points[^1]);
        Assert.Empty(MacroRoc.Of([absent]));
    }

    [Fact]
    public void Exams_are_matched_by_name_and_those_that_most_runs_get_wrong_come_first()
    {
        Run[] runs = [Named(1), Named(2), Named(3)];
        PredictedSplit first = Split(new("e2", 0, [0.9, 0.1]), new("e10", 1, [0.6, 0.4]), new("e3", null, [0.1, 0.9]));
        PredictedSplit second = Split(new("e10", 1, [0.7, 0.3]), new("e2", 0, [0.2, 0.8]));

        IReadOnlyList<ComparedExam> exams = ComparedExam.Of(runs, [first, second, null]);

        Assert.Equal(["e10", "e2", "e3"], exams.Select(exam => exam.Exam));
        Assert.Equal(["e2"], exams.Where(exam => exam.Passes(ExamFilter.Disagreed)).Select(exam => exam.Exam));
        Assert.Equal(["e10", "e2"], exams.Where(exam => exam.Passes(ExamFilter.Wrong)).Select(exam => exam.Exam));
        Assert.Equal(("Yes", null), (exams[1].Truth, exams[2].Truth));
        Assert.Equal([new("Yes", 0.9, true, 0.9), new("No", 0.8, false, 0.2), null], exams[1].Calls);
    }

    private static (IReadOnlyList<EpochRecord>, RunCurve) Member(EpochRecord[] epochs) =>
        (epochs, RunCurves.Of(epochs, "val_loss", RunCurves.Positions(epochs, CurveAxis.Epochs)));

    private static EpochRecord Epoch(int epoch, double loss) => new(epoch, new Dictionary<string, double?> { ["val_loss"] = loss });

    private static Run Named(int key) => Sample.Run(key, settings: settings => settings with { ClassNames = ["Yes", "No"] });

    private static PredictedSplit Split(params ExamPrediction[] exams) => new("test", null, exams);
}
