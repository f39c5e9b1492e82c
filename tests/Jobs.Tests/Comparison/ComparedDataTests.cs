using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Comparison;

public sealed class ComparedDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SharedStudy study;
    private readonly Database database;
    private readonly RunStore store;
    private readonly ComparedData data;

    public ComparedDataTests(SharedStudy study)
    {
        this.study = study;
        database = Database.Open(folder.Path);
        store = new RunStore(database, new RunFeed());
        data = new ComparedData(store, new RunEvaluations(), new RunPredictions());
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_finished_run_beside_one_without_results_has_its_splits_and_the_other_has_none()
    {
        store.Add(Sample.Run(1) with { Folder = study.Run });
        store.Add(Sample.Run(2) with { Folder = folder.File("gone"), Missing = true });

        data.Select(["demo/Train_1", "demo/Train_2", "demo/Train_9"]);

        Assert.Contains("test", data.Splits);
        Assert.Equal(["demo/Train_9"], data.Compared.Unknown);
        Assert.Equal([false, true], data.Evaluated("test").Select(split => split is null));
        Assert.All(data.Exams("test"), exam => Assert.Null(exam.Calls[1]));
        Assert.NotEmpty(data.Exams("test"));
        Assert.Empty(data.Problems);
    }

    [Fact]
    public void A_running_runs_curve_grows_with_its_changes_and_other_changes_do_nothing()
    {
        store.Add(Sample.Run(1) with { Folder = folder.File("a") });
        store.Add(Sample.Run(2) with { Folder = folder.File("b") });
        data.Select(["demo/Train_1"]);
        int before = Points();

        store.AppendEpoch("demo/Train_1",
            new EpochRecord(0, new Dictionary<string, double?> { ["val_loss"] = 0.5, ["train_loss"] = 0.6, ["val_accuracy"] = 0.9 }),
            run => run);
        bool others = data.Refresh(["demo/Train_2"]), own = data.Refresh(["demo/Train_1"]);

        Assert.Equal((0, false, true, 1), (before, others, own, Points()));
        Assert.Equal(["val_loss", "train_loss", "val_accuracy"], data.Curves);
    }

    [Fact]
    public void An_unknown_run_is_added_with_its_first_change()
    {
        data.Select(["demo/Train_1"]);
        store.Add(Sample.Run(1) with { Folder = folder.File("a") });

        Assert.True(data.Refresh(["demo/Train_1"]));
        Assert.Single(data.Compared.Runs);
    }

    private int Points() => data.CurvesOf("val_loss", [[0]], CurveAxis.Epochs, 0, BandKind.Range)[0].Points.Count;
}
