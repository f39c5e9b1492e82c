using System.IO.Compression;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Papers;
using Angioboard.Jobs.Papers.Study;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Angioboard.Jobs.Tests.Papers;

public sealed class PaperFilesTests : IDisposable
{
    // What LaTeX, XML and spreadsheets take for commands, letters that few fonts have, and a name without an end.
    private static readonly string[] awkward =
    [
        """\textbf{50 %} & $x_1^2$ #~ "<>|'` [""", "Ödem, 漏出 👁 \u0001\u001b\uFFFE", $"=1+1;{new string('W', 300)}",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_word_document_is_valid_and_holds_every_text_whatever_names_hold()
    {
        Write(folder.File("kit"));

        using WordprocessingDocument document = WordprocessingDocument.Open(folder.File("kit", "report.docx"), isEditable: false);
        ValidationErrorInfo[] errors = [.. new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken)];
        Assert.True(errors.Length == 0, string.Join('\n', errors.Take(5).Select(error => $"{error.Path?.XPath}: {error.Description}")));
        string text = document.MainDocumentPart!.Document!.InnerText;
        Assert.Contains(awkward[0], text, StringComparison.Ordinal);
        Assert.Contains("漏出 👁", text, StringComparison.Ordinal);
        Assert.Contains(awkward[2], text, StringComparison.Ordinal);
        Assert.All(document.MainDocumentPart.Document.Descendants<Table>(),
            table => Assert.Single(table.Descendants<TableHeader>()));
        Assert.Equal(5, document.MainDocumentPart.ImageParts.Count());
    }

    [Fact]
    public void Latex_compiles_whatever_names_hold()
    {
        Write(folder.File("kit"));

        LatexDocument.Compile(folder.File("kit"), "report.tex");
    }

    [Fact]
    public void The_zip_holds_the_files_of_the_folder()
    {
        string run = PaperRuns.Make(folder.File("Train_1"));
        PaperStudy study = PaperStudy.Gather([("Train_1", run)], "test", null, null, null, TestContext.Current.CancellationToken);
        PaperFiles.Write(folder.File("kit"), PaperReport.Of(study), null, TestContext.Current.CancellationToken);

        PaperFiles.WriteZip(folder.File("kit.zip"), PaperReport.Of(study), null, TestContext.Current.CancellationToken);

        using ZipArchive zip = ZipFile.OpenRead(folder.File("kit.zip"));
        Assert.Equal(
            Directory.EnumerateFiles(folder.File("kit"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder.File("kit"), file)).Order(StringComparer.Ordinal),
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_verb_writes_a_folder_or_a_zip_and_refuses_what_is_wrong_in_one_line()
    {
        string run = PaperRuns.Make(folder.File("Train_1")), other = PaperRuns.Make(folder.File("Train_2"), seed: 2);

        ProcessOutcome written = await AngioboardProcess.RunAsync(
            "report", run, $"Old={other}", "--reference", "Old", "--output", folder.File("kit"));
        ProcessOutcome again = await AngioboardProcess.RunAsync("report", run, "--output", folder.File("kit"));
        ProcessOutcome zipped = await AngioboardProcess.RunAsync("report", run, "--output", folder.File("kit.zip"), "--zip");
        ProcessOutcome unknown = await AngioboardProcess.RunAsync("report", run, other, "--reference", "New", "--output", folder.File("x"));
        ProcessOutcome split = await AngioboardProcess.RunAsync("report", run, "--split", "fold-1", "--output", folder.File("x"));

        Assert.Contains(folder.File("kit"), written.Done().Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("kit", "report.docx")));
        JsonNode compared = RunFiles.Json(folder.File("kit", "comparison.json"));
        ProcessOutcome compare = await AngioboardProcess.RunAsync("compare", run, $"Old={other}", "--reference", "Old", "--json");
        Assert.Equal(JsonNode.Parse(compare.Output)!["pairs"]!.ToJsonString(), compared["pairs"]!.ToJsonString());
        Assert.StartsWith("first,second,class,metric,", File.ReadAllText(folder.File("kit", "comparison.csv")), StringComparison.Ordinal);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("this folder is not empty; give a new one", again.Errors, StringComparison.Ordinal);
        zipped.Done();
        Assert.True(File.Exists(folder.File("kit.zip")));
        Assert.Contains("error: reference: no run is called New; give one of Train_1, Train_2", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("has no results of the split fold-1; give --split with one of train, validation, "
            + "test", split.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("x")));
    }

    private void Write(string output)
    {
        string run = PaperRuns.Make(folder.File("Train_1"), skill: 0.3, classes: awkward, exam: (patient, eye) => patient % 2 == 0
            ? $"a%b_{{}}\\ü漏/{patient}_{eye}" : $"{new string('x', 200)}/{patient}_{eye}");
        string other = PaperRuns.Make(folder.File("Train_2"), skill: 2, seed: 2, classes: awkward, lr: 1e-4, exam: (patient, eye) =>
            patient % 2 == 0 ? $"a%b_{{}}\\ü漏/{patient}_{eye}" : $"{new string('x', 200)}/{patient}_{eye}");
        PaperStudy study = PaperStudy.Gather(
            [("$A_1 & {b}", run), ("B^2", other)], "test", null, null, null, TestContext.Current.CancellationToken);
        PaperFiles.Write(output, PaperReport.Of(study), null, TestContext.Current.CancellationToken);
    }
}
