using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.Tests.Papers.CrossValidation;

/// <summary>`study report` as CSV and LaTeX.</summary>
public sealed partial class StudyTablesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_csv_holds_the_figures_of_results_json_in_full()
    {
        StudyDirectory study = new MadeStudies(folder) { Seeds = [1, 2] }.Make();

        string csv = (await ReportAsync(study, "--csv")).Done().Output;

        JsonObject results = RunFiles.Json(study.Results);
        Dictionary<string, string>[] rows = Rows(csv);
        JsonNode better = results["variants"]![1]!;
        Dictionary<string, string> auc = rows.Single(row => row["variant"] == "better" && row["metric"] == "auc_ovr_macro");
        JsonNode difference = better["difference"]!;
        Same(better["figures"]!["metrics"]!["auc_ovr_macro"], auc["value"]);
        Same(better["figures"]!["intervals"]!["auc_ovr_macro"]!["low"], auc["low"]);
        Same(better["figures"]!["over_folds"]!["auc_ovr_macro"]!["sd"], auc["folds_sd"]);
        Same(better["figures"]!["over_seeds"]!["auc_ovr_macro"]!["mean"], auc["seeds_mean"]);
        Same(difference["difference"]!["auc_ovr_macro"], auc["difference"]);
        Same(difference["patients"]!["auc_ovr_macro"]!["high"], auc["difference_high"]);
        Same(difference["folds"]!["auc_ovr_macro"]!["p"], auc["p_folds"]);
        Same(difference["verdicts"]![2]!["adjusted"], auc["p_seeds_holm"]);
        Assert.Equal((string)difference["verdicts"]![0]!["verdict"]!, auc["verdict_patients"]);
        Assert.Equal(("6", "6"), (auc["runs"], auc["of"]));
        Dictionary<string, string> recall = rows.Single(row => row["variant"] == "plain" && row["class"] == "Staining"
            && row["metric"] == "recall");
        Same(results["variants"]![0]!["figures"]!["per_class"]![1]!["recall"], recall["value"]);
        Same(results["variants"]![0]!["figures"]!["per_class"]![1]!["intervals"]!["recall"]!["high"], recall["high"]);
        Assert.All(rows, row => Assert.Equal(31, row.Count));
    }

    [Fact]
    public async Task A_variant_without_figures_says_why_in_every_format()
    {
        StudyDirectory study = new MadeStudies(folder) { Finished = run => run.Variant == "plain" && run.Fold < 2 }.Make();

        Dictionary<string, string>[] rows = Rows((await ReportAsync(study, "--csv")).Done().Output);
        string latex = (await ReportAsync(study, "--latex")).Done().Output;

        Assert.Equal("0 of 3 runs; no figures yet", rows.Single(row => row["variant"] == "better")["note"]);
        Assert.StartsWith("2 of 3 runs; figures of 2 of 3 folds", rows.First(row => row["variant"] == "plain")["note"],
            StringComparison.Ordinal);
        Assert.Contains("% Over folds: mean ± standard deviation, which says how much the figure varies and not how sure it is. "
            + "plain: 2 of 3 runs; figures of 2 of 3 folds and the seed. better: 0 of 3 runs; no figures yet.", latex,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Holm", latex, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_were_not_trained_as_an_edited_plan_says_have_no_report()
    {
        StudyDirectory study = new MadeStudies(folder).Make();
        JsonObject plan = RunFiles.Json(Path.Combine(study.Path, "study.json"));
        plan["settings"]!["hidden_dim"] = 77;
        File.WriteAllText(Path.Combine(study.Path, "study.json"), plan.ToJsonString());

        string[] refused = (await ReportAsync(study, "--csv")).Refused();

        Assert.Equal(study.Plan.Size.Runs, refused.Length);
        Assert.Contains("Train_1: was not trained as study.json says of plain, fold 0, seed 1: hidden_dim is 256 instead of 77", refused[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_were_tested_on_another_folds_exams_have_no_report()
    {
        StudyDirectory study = new MadeStudies(folder).Make();
        StudyCell[] plain = [.. study.Cells().Where(cell => cell.Run.Variant == "plain")];
        File.Copy(plain[1].Folder!.Predictions, plain[0].Folder!.Predictions, overwrite: true);

        string refused = Assert.Single((await ReportAsync(study, "--csv")).Refused());

        Assert.StartsWith($"{plain[0].Folder!.Predictions}: has other test exams than fold-0.json", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_cannot_be_kept_is_printed()
    {
        StudyDirectory study = new MadeStudies(folder).Make();
        Directory.CreateDirectory(study.Results);

        ProcessOutcome tables = (await ReportAsync(study)).Done(), csv = (await ReportAsync(study, "--csv")).Done();

        Assert.Contains("6 of 6 runs are finished", tables.Output, StringComparison.Ordinal);
        Assert.Contains(Rows(csv.Output), row => row["variant"] == "better");
        Assert.All(new[] { tables, csv }, outcome => Assert.Contains("; the report is not kept there", outcome.Errors,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Latex_compiles_whatever_variants_are_called_and_has_the_rounded_figures()
    {
        StudyDirectory study = new MadeStudies(folder)
        {
            Variants = [("""\textbf{50 %} & $x_1^2$ #~ "<>|'` [""", 0.5), ("Ödem, 漏出", 1), ($"=1+1;{new string('W', 60)}", 2)],
        }.Make();

        string latex = (await ReportAsync(study, "--latex")).Done().Output;

        JsonNode first = RunFiles.Json(study.Results)["variants"]![0]!["figures"]!;
        Assert.Contains($"{(double)first["metrics"]!["auc_ovr_macro"]!:F3}", latex, StringComparison.Ordinal);
        Assert.Contains("\\toprule", latex, StringComparison.Ordinal);
        Assert.Contains("{}by folds", latex, StringComparison.Ordinal);
        File.WriteAllText(folder.File("paper.tex"), "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}\n"
            + $"\\usepackage{{array,booktabs,longtable,textcomp}}\n\\begin{{document}}\n{latex}\\end{{document}}\n");
        LatexDocument.Compile(folder.Path, "paper.tex");
    }

    [Fact]
    public async Task The_ending_of_the_output_says_its_format()
    {
        StudyDirectory study = new MadeStudies(folder).Make();
        string csv = folder.File("study.csv");

        ProcessOutcome written = (await ReportAsync(study, "--output", csv)).Done();
        string json = (await ReportAsync(study, "--json")).Done().Output;
        ProcessOutcome unknown = (await ReportAsync(study, "--output", folder.File("study.doc"))).Ended(2);
        ProcessOutcome two = (await ReportAsync(study, "--json", "--csv")).Ended(2);

        Assert.Equal(csv, written.Result);
        Assert.Contains("Study_1: 6 of 6 runs are finished", written.Output, StringComparison.Ordinal);
        Assert.Equal((await ReportAsync(study, "--csv")).Done().Output, File.ReadAllText(csv));
        Assert.True(JsonNode.DeepEquals(RunFiles.Json(study.Results), JsonNode.Parse(json)));
        Assert.StartsWith($"{folder.File("study.doc")}: the ending says no format; end it in .json, .csv", Assert.Single(unknown.Problems),
            StringComparison.Ordinal);
        Assert.Equal("--json and --csv exclude each other; give one of them", Assert.Single(two.Problems));
    }

    private static Task<ProcessOutcome> ReportAsync(StudyDirectory study, params string[] options) =>
        AngioboardProcess.RunAsync(["study", "report", study.Path, .. options]);

    private static Dictionary<string, string>[] Rows(string csv)
    {
        string[] lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] names = Fields(lines[0]);
        return [.. lines.Skip(1).Select(line => Fields(line).Index().ToDictionary(cell => names[cell.Index], cell => cell.Item))];
    }

    private static string[] Fields(string line) => [.. Field().Matches(line)
        .Select(match => match.Groups[1].Success
            ? match.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal)
            : match.Groups[2].Value)];

    [GeneratedRegex("""(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))""")]
    private static partial Regex Field();

    private static void Same(JsonNode? expected, string found) =>
        Assert.Equal((double)expected!, double.Parse(found, CultureInfo.InvariantCulture), 1e-12);
}
