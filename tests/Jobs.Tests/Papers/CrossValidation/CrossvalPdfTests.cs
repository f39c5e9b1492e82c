using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core.Studies;
using Angioboard.Core.Tests.Reports;

namespace Angioboard.Jobs.Tests.Papers.CrossValidation;

/// <summary>`study report --output crossval.pdf`.</summary>
public sealed class CrossvalPdfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Pdf => folder.File("crossval.pdf");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pages_have_the_figures_of_results_json_curves_and_the_confusion_matrix()
    {
        StudyDirectory study = new MadeStudies(folder) { Seeds = [1, 2] }.Make();

        ProcessOutcome reported = (await ReportAsync(study)).Done();

        Assert.Equal(Pdf, reported.Result);
        string[] pages = PdfText.Pages(Pdf);
        JsonNode better = RunFiles.Json(study.Results)["variants"]![1]!, figures = better["figures"]!;
        Assert.Contains("demo/Study_1 · 12 of 12 runs are finished", pages[0], StringComparison.Ordinal);
        Assert.Matches($@"better +6/6 +{Rounded(figures["metrics"]!["auc_ovr_macro"])} "
            + $@"\({Rounded(figures["intervals"]!["auc_ovr_macro"]!["low"])}–", pages[0]);
        Assert.Contains("corrected for the choice (BBC-CV)", Flat(pages[0]), StringComparison.Ordinal);
        Assert.Matches(@"better +by folds", pages[0]);
        string curves = Page(pages, "better: curves and classes");
        Assert.Contains($"AUC within folds {Rounded(figures["per_class"]![0]!["auc"])}", curves, StringComparison.Ordinal);
        string decisions = Page(pages, "better: curves and classes (continued)");
        Assert.Contains($"{(double)figures["confusion"]![1]![1]!:0.#}", decisions, StringComparison.Ordinal);
        Assert.Contains("Exams of all folds, the mean over seeds", decisions, StringComparison.Ordinal);
        Assert.Contains(pages[..2], page => page.Contains("Difference from plain", StringComparison.Ordinal));
        PdfText.AssertVectorWithTextInside(Pdf);
    }

    [Fact]
    public async Task Of_many_variants_all_are_listed_and_the_baseline_and_the_best_are_drawn()
    {
        StudyDirectory study = new MadeStudies(folder)
        {
            Variants =
                [.. Enumerable.Range(0, 30).Select(variant => ($"a rather long name of a variant, number-{variant}-end", variant / 10.0))],
            Count = 36,
        }.Make();

        (await ReportAsync(study)).Done();

        string[] pages = PdfText.Pages(Pdf);
        Assert.All(Enumerable.Range(0, 30), variant => Assert.Contains(pages,
            page => page.Contains($"number-{variant}-end", StringComparison.Ordinal)));
        string best = (string)RunFiles.Json(study.Results)["selection"]!["best"]!;
        Assert.Equal(["a rather long name of a variant, number-0-end", best], pages.Select(page => page.Split('\n')[0])
            .Where(heading => heading.EndsWith(": curves and classes", StringComparison.Ordinal))
            .Select(heading => heading.Split(": curves")[0].Trim()));
        Assert.Contains("Curves and confusion matrices are of", Flat(pages[0]), StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(Pdf);
    }

    [Fact]
    public async Task A_learning_curve_is_drawn_with_its_answer()
    {
        StudyDirectory study = new MadeStudies(folder)
        {
            Variants = [("as set", 3)], Folds = new CurveFolds([0.25, 0.5, 0.75, 1], 42), Count = 120, Seeds = [1, 2],
        }.Make();

        (await ReportAsync(study)).Done();

        string page = Page(PdfText.Pages(Pdf), "Would more exams help?");
        JsonNode curve = RunFiles.Json(study.Results)["learning_curve"]!;
        Assert.Contains((string)curve["answer"]!, Flat(page), StringComparison.Ordinal);
        Assert.Contains("Patients trained on", page, StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(Pdf);
    }

    [Fact]
    public async Task A_study_that_has_one_run_of_six_already_has_a_pdf()
    {
        StudyDirectory study = new MadeStudies(folder) { Finished = run => run.Number == 0 }.Make();

        (await ReportAsync(study)).Done();

        string[] pages = PdfText.Pages(Pdf);
        Assert.Contains("1 of 6 runs are finished", pages[0], StringComparison.Ordinal);
        Assert.Matches(@"better +0/3 +–", pages[0]);
        PdfText.AssertVectorWithTextInside(Pdf);
    }

    private Task<ProcessOutcome> ReportAsync(StudyDirectory study) =>
        AngioboardProcess.RunAsync("study", "report", study.Path, "--output", Pdf);

    private static string Page(string[] pages, string heading) =>
        Assert.Single(pages, page => page.Split('\n')[0].Trim() == heading);

    private static string Flat(string page) => string.Join(' ', page.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Rounded(JsonNode? value) => ((double)value!).ToString("F3", CultureInfo.InvariantCulture);
}
