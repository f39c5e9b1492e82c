using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Reports;
using Angioboard.Core.Tests.Evaluation;

namespace Angioboard.Core.Tests.Reports;

public sealed class EvaluationPdfTests : IDisposable
{
    private static readonly string[] Classes = ["Leakage", "Staining", "No", "Pooling", "Window defect"];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Each_split_has_its_figures_matrix_and_curves()
    {
        string path = folder.File("evaluation.pdf");
        EvaluationReport report = Evaluate(
            Classes, SyntheticPredictions.Split("validation", 60, 5, seed: 1), SyntheticPredictions.Split("test", 50, 5, seed: 2));

        EvaluationPdf.Write(path, report, new ReportSource("demo/Train_3", "study"));

        string[] pages = PdfText.Pages(path);
        SplitReport test = report.Splits["test"];
        Assert.Equal(6, pages.Length);
        Assert.StartsWith("test: metrics", pages[3], StringComparison.Ordinal);
        Assert.All(pages, page => Assert.Contains("exams · demo/Train_3 · study", page, StringComparison.Ordinal));
        Assert.Matches(
            $@"Accuracy +{test.Metrics["accuracy"]:0.000} +{test.Intervals["accuracy"]!.Low:0.000} to {test.Intervals["accuracy"]!.High:0.000}", pages[3]);
        Assert.Matches($@"Window defect +{test.PerClass[4].Support} +{test.PerClass[4].Precision:0.000}", pages[3]);
        Assert.Contains("bootstrap resamples of exams for the others", pages[3], StringComparison.Ordinal);
        Assert.Contains("thresholds chosen on the validation split", pages[3], StringComparison.Ordinal);
        Assert.Contains("Confusion matrix", pages[4], StringComparison.Ordinal);
        Assert.Contains($"ECE {test.Metrics["ece"]:0.000}", pages[4], StringComparison.Ordinal);
        Assert.Contains($"Window defect, AUC {test.Roc[4].Area:0.000}", pages[5], StringComparison.Ordinal);
        Assert.Contains($"Window defect, AP {test.Pr[4].AveragePrecision:0.000}, chance {test.PerClass[4].Support / 50.0:0.000}", pages[5],
            StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(path);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(30)]
    public void Long_names_of_few_or_many_classes_stay_on_the_page(int classes)
    {
        string path = folder.File("evaluation.pdf");
        string[] names =
            [.. Enumerable.Range(0, classes).Select(c => $"{c} Polypoidal choroidal vasculopathy with late staining and leakage")];

        EvaluationPdf.Write(path, Evaluate(names, SyntheticPredictions.Split("test", 200, classes, seed: 3)));

        Assert.Equal(3, PdfText.Pages(path).Length);
        PdfText.AssertVectorWithTextInside(path);
    }

    [Fact]
    public void An_undefined_figure_is_a_dash_with_the_reason_below()
    {
        string path = folder.File("evaluation.pdf");

        EvaluationPdf.Write(path,
            Evaluate(Classes, new SplitPredictions("test", [new("a", 1, [0.1, 0.6, 0.1, 0.1, 0.1]), new("b", null, [1, 0, 0, 0, 0])])));

        string[] pages = PdfText.Pages(path);
        Assert.Contains("1 exam, and 1 without a label", pages[0], StringComparison.Ordinal);
        Assert.Matches(@"AUC \(one-vs-rest, macro\) +– +–", pages[0]);
        Assert.Contains("fewer than two classes have exams", pages[0], StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(path);
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes()
    {
        string first = folder.File("first.pdf"), second = folder.File("second.pdf");
        EvaluationReport report = Evaluate(Classes, SyntheticPredictions.Split("test", 50, 5, seed: 2));

        EvaluationPdf.Write(first, report);
        EvaluationPdf.Write(second, report);

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Imcp_curves_have_one_page_per_split_with_area_and_missing_classes()
    {
        string path = folder.File("auimcp.pdf");
        SplitPredictions partial = new("test", [.. SyntheticPredictions.Split("test", 30, 3, seed: 4).Exams
            .Select(exam => exam with { Probabilities = [.. exam.Probabilities, 0, 0] })]);
        EvaluationReport report = Evaluate(Classes, SyntheticPredictions.Split("train", 60, 5, seed: 1), partial);

        AuimcpPdf.Write(path, report);

        string[] pages = PdfText.Pages(path);
        Assert.Equal(2, pages.Length);
        Assert.Contains($"Area under the curve {report.Splits["test"].Imcp.Area:0.000}", pages[1], StringComparison.Ordinal);
        Assert.Contains("without Pooling, Window defect", pages[1], StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(path);
    }

    public void Dispose() => folder.Dispose();

    private static EvaluationReport Evaluate(string[] classes, params SplitPredictions[] splits) =>
        SyntheticPredictions.Evaluate(new EvaluationOptions(classes, Resamples: 50), splits);
}
