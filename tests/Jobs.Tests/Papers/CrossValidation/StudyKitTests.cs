using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Angioboard.Jobs.Tests.Papers.CrossValidation;

/// <summary>`report Study_N`: the paper kit of a study.</summary>
public sealed class StudyKitTests : IDisposable
{
    // What LaTeX, XML and spreadsheets take for commands, letters that few fonts have, and a name without an end.
    private static readonly string[] awkward =
        ["""\textbf{50 %} & $x_1^2$ #~ "<>|'` [""", "Ödem, 漏出 👁 {@variants}", $"=1+1;{new string('W', 60)}"];

    private readonly TemporaryFolder folder = new();

    private string Kit => folder.File("kit");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Figures_are_those_of_results_json_and_the_methods_say_how_they_were_made()
    {
        StudyDirectory study = new MadeStudies(folder) { Seeds = [1, 2] }.Make();

        (await ReportAsync(study.Path)).Done();
        (await AngioboardProcess.RunAsync("study", "report", study.Path)).Done();

        JsonNode results = RunFiles.Json(study.Results), better = results["variants"]![1]!;
        Assert.Equal(File.ReadAllText(study.Results), File.ReadAllText(Path.Combine(Kit, "results.json")));
        string[] variants = File.ReadAllLines(Path.Combine(Kit, "tables", "variants.csv"));
        Assert.Equal("variant,runs,of,auc_ovr_macro,auc_ovr_macro_low,auc_ovr_macro_high,folds_mean,folds_sd,seeds_mean,seeds_sd",
            variants[0]);
        Assert.StartsWith($"better,6,6,{Full(better["figures"]!["metrics"]!["auc_ovr_macro"])},"
            + $"{Full(better["figures"]!["intervals"]!["auc_ovr_macro"]!["low"])},", variants[2], StringComparison.Ordinal);
        string[] compared = File.ReadAllLines(Path.Combine(Kit, "tables", "variants-compared.csv"));
        Assert.Equal(["better,by patients", "better,by folds", "better,by seeds"],
            compared.Skip(1).Select(row => string.Join(',', row.Split(',').Take(2))));
        Assert.EndsWith($",{Full(better["difference"]!["verdicts"]![1]!["adjusted"])},better", compared[2], StringComparison.Ordinal);
        JsonObject fold = RunFiles.Json(study.Folds, "fold-0.json");
        string sizes = string.Join(',', fold.Select(part => $"{part.Value!.AsArray().Count},{part.Value.AsArray().Count / 2}"));
        Assert.Equal($"fold-0,{sizes}", File.ReadAllLines(Path.Combine(Kit, "tables", "folds.csv"))[1]);
        string text = Text();
        Assert.Contains("The exams were divided into 3 folds, with the classes in proportion. All exams of a patient were in one fold.",
            text, StringComparison.Ordinal);
        Assert.Contains("trained in each fold with 2 random seeds (1 and 2), 12 runs in all", text, StringComparison.Ordinal);
        Assert.Contains("corrected resampled t-test (Nadeau and Bengio, 2003; Bouckaert and Frank, 2004)", text, StringComparison.Ordinal);
        Assert.Contains("Corrected for the choice (BBC-CV) it was "
            + ((double)results["selection"]!["bbc_cv"]!).ToString("F3", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        Assert.Contains("Nadeau C, Bengio Y. Inference for the generalization error.", text, StringComparison.Ordinal);
        Assert.Contains("Bengio Y, Grandvalet Y. No unbiased estimator", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Figueroa", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{@", text, StringComparison.Ordinal);
        Assert.Equal(["crossval.pdf", "figures", "report.docx", "report.tex", "results.csv", "results.json", "tables"],
            Directory.EnumerateFileSystemEntries(Kit).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, Directory.GetFiles(Path.Combine(Kit, "figures"), "*.svg").Length);
    }

    [Fact]
    public async Task Word_is_valid_and_latex_compiles_whatever_variants_and_classes_are_called()
    {
        StudyDirectory study = new MadeStudies(folder)
        {
            Classes = [.. awkward.Select(name => $"c {name}")], Variants = [.. awkward.Select((name, i) => (name, (double)i))],
        }.Make();

        (await ReportAsync(study.Path)).Done();

        using WordprocessingDocument document = WordprocessingDocument.Open(Path.Combine(Kit, "report.docx"), isEditable: false);
        ValidationErrorInfo[] errors = [.. new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken)];
        Assert.True(errors.Length == 0, string.Join('\n', errors.Take(5).Select(error => $"{error.Path?.XPath}: {error.Description}")));
        Assert.Contains(awkward[0], document.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
        Assert.Contains("漏出 👁", document.MainDocumentPart.Document.InnerText, StringComparison.Ordinal);
        Assert.Equal(7, document.MainDocumentPart.ImageParts.Count());
        LatexDocument.Compile(Kit, "report.tex");
    }

    [Fact]
    public async Task A_learning_curve_a_study_without_folds_and_one_of_a_single_run_have_a_kit()
    {
        StudyDirectory curve = new MadeStudies(folder)
        {
            Variants = [("as set", 1.5)], Folds = new CurveFolds([0.25, 0.5, 0.75, 1], 42), Count = 120, Seeds = [1, 2],
        }.Make("curve");
        StudyDirectory plain = new MadeStudies(folder) { Folds = null }.Make("plain");
        StudyDirectory begun = new MadeStudies(folder) { Finished = run => run.Number == 1 }.Make("begun");

        (await AngioboardProcess.RunAsync("report", curve.Path, "--output", folder.File("curve-kit"))).Done();
        (await AngioboardProcess.RunAsync("report", plain.Path, "--output", folder.File("plain-kit"))).Done();
        (await AngioboardProcess.RunAsync("report", begun.Path, "--output", folder.File("begun.zip"), "--zip")).Done();

        Assert.True(File.Exists(folder.File("curve-kit", "figures", "learning-curve.pdf")));
        Assert.Contains("Each size was trained with 2 random seeds", Text(folder.File("curve-kit")), StringComparison.Ordinal);
        string text = Text(folder.File("plain-kit"));
        Assert.DoesNotContain("folds", text[..text.IndexOf("Limitations", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("plain-kit", "tables", "folds.csv")));
        Assert.True(File.Exists(folder.File("begun.zip")));
        LatexDocument.Compile(folder.File("curve-kit"), "report.tex");
        LatexDocument.Compile(folder.File("plain-kit"), "report.tex");
    }

    [Fact]
    public async Task What_cannot_be_reported_is_said_in_one_line_each_and_nothing_is_written()
    {
        StudyDirectory study = new MadeStudies(folder).Make(), empty = new MadeStudies(folder) { Finished = _ => false }.Make("empty");
        string run = study.Cells()[0].Folder!.Path;

        ProcessOutcome two = (await ReportAsync(study.Path, run)).Ended(2);
        ProcessOutcome options = (await ReportAsync(study.Path, "--reference", "plain", "--split", "validation", "--check", "x")).Ended(2);
        ProcessOutcome untrained = (await ReportAsync(empty.Path)).Ended(2);
        TestSealFile.Write(new RunFolder(run), new TestSeal("Eyes", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), "Anna"));
        ProcessOutcome hidden = (await ReportAsync(study.Path)).Ended(2);

        Assert.Equal([$"{study.Path}: a study is reported alone; write a kit for each"], two.Problems);
        Assert.Equal(["--reference", "--split", "--check"], options.Problems.Select(problem => problem.Split(':')[0]));
        Assert.StartsWith($"{empty.Path}: no run is finished yet", Assert.Single(untrained.Problems), StringComparison.Ordinal);
        Assert.Equal($"{run}: the test split has been sealed since 1 Nov 2026; reveal it first: angioboard study report {study.Path} "
            + "--open-seal REASON", Assert.Single(hidden.Problems));
        Assert.False(Directory.Exists(Kit));
    }

    private Task<ProcessOutcome> ReportAsync(params string[] arguments) =>
        AngioboardProcess.RunAsync(["report", .. arguments, "--output", Kit]);

    private string Text(string? kit = null)
    {
        using WordprocessingDocument document = WordprocessingDocument.Open(Path.Combine(kit ?? Kit, "report.docx"), isEditable: false);
        return string.Join('\n', document.MainDocumentPart!.Document!.Body!.ChildElements.Select(element => element.InnerText));
    }

    private static string Full(JsonNode? value) => ((double)value!).ToString("R", CultureInfo.InvariantCulture);
}
