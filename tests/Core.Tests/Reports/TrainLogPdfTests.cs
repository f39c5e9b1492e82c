using Angioboard.Core.Reports;
using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Tests.Reports;

public sealed class TrainLogPdfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_run_has_pages_for_loss_metrics_learning_rate_and_time()
    {
        string path = folder.File("train_log.pdf");

        TrainLogPdf.Write(path, [.. Enumerable.Range(0, 30).Select(e => Epoch(e, Math.Abs(e - 12) + 0.5))], "val_loss", maximize: false);

        string[] pages = PdfText.Pages(path);
        Assert.Equal(4, pages.Length);
        Assert.Contains("Best epoch: 13, lowest val_loss 0.5000", pages[0], StringComparison.Ordinal);
        Assert.Contains("best epoch 13", pages[0], StringComparison.Ordinal);
        Assert.All(["Training", "Validation", "monitor-hojg"], name => Assert.Contains(name, pages[0], StringComparison.Ordinal));
        Assert.All(["Accuracy", "F1, macro", "IMCP area"], name => Assert.Contains(name, pages[1], StringComparison.Ordinal));
        Assert.StartsWith("Learning rate", pages[2], StringComparison.Ordinal);
        Assert.All(["Data-loading wait", "Frames per second"], name => Assert.Contains(name, pages[3], StringComparison.Ordinal));
        PdfText.AssertVectorWithTextInside(path);
    }

    [Fact]
    public void One_epoch_alone_is_drawn()
    {
        string path = folder.File("train_log.pdf");

        TrainLogPdf.Write(path, [Epoch(0, 1.25)], "val_loss", maximize: false);

        Assert.Contains("Best epoch: 1, lowest val_loss 1.2500", PdfText.Pages(path)[0], StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(path);
    }

    [Theory]
    [InlineData(false, "Best epoch: 4, lowest val_loss 0.2000")]
    [InlineData(true, "Best epoch: 3, highest val_loss 0.9000")]
    public void NaN_is_never_the_best_epoch(bool maximize, string best)
    {
        string path = folder.File("train_log.pdf");
        double?[] losses = [double.NaN, null, 0.9, 0.2, 0.2, double.PositiveInfinity, double.NegativeInfinity];

        TrainLogPdf.Write(path, [.. losses.Select((loss, e) => Epoch(e, loss))], "val_loss", maximize);

        Assert.Contains(best, PdfText.Pages(path)[0], StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(path);
    }

    [Fact]
    public void A_run_without_an_epoch_or_a_finite_value_says_so()
    {
        string none = folder.File("none.pdf"), diverged = folder.File("diverged.pdf");

        TrainLogPdf.Write(none, [], "val_loss", maximize: false);
        TrainLogPdf.Write(diverged, [Epoch(0, double.NaN)], "val_loss", maximize: false);

        Assert.Contains("No best epoch: the selection metric has no value", PdfText.Pages(none)[0], StringComparison.Ordinal);
        Assert.Contains("No best epoch: the selection metric has no value", PdfText.Pages(diverged)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Values_go_to_the_chart_of_their_full_name()
    {
        EpochRecord epoch =
            new(0, new Dictionary<string, double?> { ["val_balanced_accuracy"] = 0.5, ["val_accuracy"] = 0.6, ["val_log_loss"] = 1 });

        TrainLog log = new([epoch], "val_accuracy", maximize: true);

        Assert.Equal(["val_accuracy"], log.Panel("accuracy").Keys);
        Assert.Equal(["val_balanced_accuracy"], log.Panel("balanced_accuracy").Keys);
        Assert.Empty(log.Panel("loss").Keys);
    }

    public void Dispose() => folder.Dispose();

    private static EpochRecord Epoch(int epoch, double? validationLoss) => new(epoch, new Dictionary<string, double?>
    {
        ["train_loss"] = 2.0 / (epoch + 1),
        ["val_loss"] = validationLoss,
        ["val_accuracy"] = 0.5 + epoch * 0.01,
        ["val_auc_ovr_macro"] = epoch % 2 == 0 ? null : 0.7,
        ["val_f1_macro"] = 0.5,
        ["val_imcp_area"] = 0.4,
        ["monitor-hojg_loss"] = 1.5,
        ["lr"] = 1e-4,
        ["seconds"] = 12.5,
        ["data_wait"] = 0.25,
        ["frames"] = 960,
    });
}
