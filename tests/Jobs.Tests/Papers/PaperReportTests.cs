using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Papers;
using Angioboard.Jobs.Papers.Checklists;
using Angioboard.Jobs.Papers.Sections;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Tests.Papers;

public sealed class PaperReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Figures_are_those_of_the_evaluation_and_in_full_in_the_csv()
    {
        string run = PaperRuns.Make(folder.File("Train_1"));
        Paper paper = Report("test", null, run);
        string output = folder.File("kit");

        PaperFiles.Write(output, paper, null, TestContext.Current.CancellationToken);

        JsonNode split = RunFiles.Json(run, "evaluation.json")["splits"]!["test"]!;
        string[] rows = File.ReadAllLines(Path.Combine(output, "tables", "metrics.csv"));
        string expected = string.Join(',', new[] { "auc_ovr_macro", "logit", Full(split["metrics"]!["auc_ovr_macro"]),
            Full(split["intervals"]!["auc_ovr_macro"]!["low"]), Full(split["intervals"]!["auc_ovr_macro"]!["high"]) });
        Assert.Contains(expected, rows);
        Assert.Contains($"accuracy {Rounded(split["metrics"]!["accuracy"])} (95 % interval", Text(paper), StringComparison.Ordinal);
        Assert.Contains("The probabilities were left as they are: validation has 25 patients; a fit needs at least 50. If a doctor reads",
            Text(paper), StringComparison.Ordinal);
        PaperTable perClass = Table(paper, PerformanceSection.ClassTable);
        Assert.StartsWith(Rounded(split["per_class"]![1]!["recall"]), perClass.Rows[1][2].Text, StringComparison.Ordinal);
        Assert.Equal(["figures", "report.docx", "report.tex", "tables"],
            Directory.EnumerateFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, Directory.GetFiles(Path.Combine(output, "figures"), "*.pdf").Length);
        Assert.Equal(5, Directory.GetFiles(Path.Combine(output, "figures"), "*.svg").Length);
    }

    [Fact]
    public void Two_runs_have_the_differences_of_compare()
    {
        string a = PaperRuns.Make(folder.File("Train_1"), skill: 2);
        string b = PaperRuns.Make(folder.File("Train_2"), skill: 0.5, seed: 2, lr: 1e-4);
        PaperStudy study = Gather("test", "Train_2", a, b);
        Paper paper = PaperReport.Of(study);

        IReadOnlyList<PaperCell> auc = Table(paper, ComparisonSection.DifferenceTable).Rows
            .First(row => Equals(row[0].Values[0], "auc_ovr_macro"));

        Assert.Equal(study.Comparison!.Pairs["Train_1-Train_2"].Difference["auc_ovr_macro"], (double?)auc[3].Values[0]);
        Assert.Equal(study.Comparison.Pairs["Train_1-Train_2"].Intervals["auc_ovr_macro"].P, (double?)auc[4].Values[0]);
        Assert.Contains("Train_1 is better than Train_2 in AUC (one-vs-rest, macro)", Text(paper), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_run_is_described_in_detail_and_the_last_is_the_reference_unless_another_is_named()
    {
        string a = PaperRuns.Make(folder.File("Train_1")), b = PaperRuns.Make(folder.File("Train_2"), seed: 2);

        PaperStudy usual = Gather("test", null, a, b), named = Gather("test", "Train_1", a, b);

        Assert.Equal(("Train_1", "Train_2"), (usual.Main.Name, usual.Reference!.Name));
        Assert.Equal(("Train_1", "Train_1"), (named.Main.Name, named.Reference!.Name));
    }

    [Fact]
    public void Many_classes_are_listed_on_several_pages_and_not_drawn()
    {
        string[] classes = [.. Enumerable.Range(0, 45).Select(c => $"class {c}")];

        Paper paper = Report("test", null, PaperRuns.Make(folder.File("Train_1"), classes: classes, splits: [("test", 90)]));

        Assert.True(Table(paper, PerformanceSection.ClassTable).Long);
        Assert.True(Table(paper, PerformanceSection.ConfusionTable).Long);
        Assert.DoesNotContain(paper.Blocks.OfType<PaperFigure>(), figure => figure.Name is "roc" or "confusion-matrix");
        Assert.Contains("class 0, class 1, class 2, class 3, class 4 and 40 others", Text(paper), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_differ_in_the_seed_only_are_compared_as_settings()
    {
        string[] runs =
        [
            .. Enumerable.Range(1, 3).Select(seed => PaperRuns.Make(folder.File($"Train_{seed}"), 2, seed)),
            .. Enumerable.Range(1, 3).Select(seed => PaperRuns.Make(folder.File($"Train_{seed + 3}"), 0.5, seed + 10, lr: 1e-4)),
        ];

        Paper paper = Report("test", null, runs);

        PaperTable settings = Table(paper, ComparisonSection.SettingsTable);
        Assert.Equal(["lr 0.001", "lr 0.0001", "3 and 3"], settings.Rows[0].Take(3).Select(cell => cell.Text));
        Assert.Contains("mean ± standard deviation", Table(paper, ComparisonSection.SeedsTable).Caption, StringComparison.Ordinal);
        Assert.DoesNotContain(paper.Blocks.OfType<PaperTable>(), table => table.Name == ComparisonSection.PairsTable);
    }

    [Fact]
    public void Without_patients_the_report_says_so()
    {
        Paper paper = Report("test", null, PaperRuns.Make(folder.File("Train_1"), patients: null));

        Assert.Contains("Patients were not known, so every exam counted as independent", Text(paper), StringComparison.Ordinal);
        Assert.Contains("Patients are not known", Text(paper), StringComparison.Ordinal);
        Assert.DoesNotContain("no patient was in two splits", Text(paper), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_validation_there_are_no_operating_points()
    {
        Paper paper = Report("test", null, PaperRuns.Make(folder.File("Train_1"), splits: [("train", 20), ("test", 20)]));

        Assert.DoesNotContain(paper.Blocks.OfType<PaperTable>(), table => table.Name == PerformanceSection.PointTable);
        Assert.Contains("There was no split to set thresholds on", Text(paper), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_test_split_another_is_asked_for()
    {
        string run = PaperRuns.Make(folder.File("Train_1"), splits: [("train", 20), ("validation", 20)]);

        InputException refused = Assert.Throws<InputException>(() => Gather("test", null, run));

        Assert.Contains("no results of the split test; give --split with one of train, "
            + "validation", refused.Message, StringComparison.Ordinal);
        Assert.Contains("The results are of the validation split", Text(Report("validation", null, run)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_classes_a_class_of_one_patient_and_many_wrong_exams_are_reported()
    {
        Paper two = Report("test", null, PaperRuns.Make(folder.File("Train_1"), -4, classes: ["no", "yes"], splits: [("test", 110)]));
        Paper rare = Report("test", null, PaperRuns.Make(folder.File("Train_2"), classes: [.. "abcdefg".Select(c => $"{c}")],
            splits: [("test", 8)]));

        Assert.Equal(20, Table(two, FailureSection.Table).Rows.Count);
        Assert.Contains("predictions.json has all", Table(two, FailureSection.Table).Note, StringComparison.Ordinal);
        Assert.Equal(7, Table(rare, PerformanceSection.ClassTable).Rows.Count);
        PaperFiles.Write(folder.File("kit"), rare, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_sealed_test_split_shows_nothing_until_it_is_revealed()
    {
        string run = PaperRuns.Make(folder.File("Train_1"));
        TestSeal seal = new("Eyes", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), "Anna");
        TestSealFile.Write(new RunFolder(run), seal);
        Paper closed = Report("test", null, run);
        TestSealFile.Write(new RunFolder(run), seal with
        {
            Reveals = [new TestReveal(new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero), "Ben", "final model", 3)],
        });

        Paper open = Report("test", null, run);

        string[] results =
            [PerformanceSection.MetricsTable, PerformanceSection.ConfusionTable, CalibrationSection.ClassTable, FailureSection.Table];
        Assert.DoesNotContain(closed.Blocks.OfType<PaperTable>(), table => results.Contains(table.Name));
        Assert.Contains("the test split is sealed", Text(closed), StringComparison.Ordinal);
        Assert.Contains("The test figures of Train_1 have not been revealed.", Text(closed), StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy 0.", Text(closed), StringComparison.Ordinal);
        Assert.Contains(open.Blocks.OfType<PaperTable>(), table => table.Name == PerformanceSection.MetricsTable);
        Assert.Contains("revealed on 29 November 2026 by Ben: final model (run number 3 revealed on this dataset)", Text(open),
            StringComparison.Ordinal);
        Assert.Contains(Report("validation", null, run).Blocks.OfType<PaperTable>(),
            table => table.Name == PerformanceSection.MetricsTable);
    }

    [Fact]
    public void An_evaluation_of_an_older_version_or_of_other_predictions_is_refused()
    {
        string old = PaperRuns.Make(folder.File("Train_1")), other = PaperRuns.Make(folder.File("Train_2"));
        JsonObject evaluation = RunFiles.Json(old, "evaluation.json");
        evaluation["splits"]!["test"]!["units"] = null;
        File.WriteAllText(Path.Combine(old, "evaluation.json"), evaluation.ToJsonString());
        evaluation = RunFiles.Json(other, "evaluation.json");
        evaluation["splits"]!["test"]!["exams"] = 7;
        File.WriteAllText(Path.Combine(other, "evaluation.json"), evaluation.ToJsonString());

        InputException refused = Assert.Throws<InputException>(() => Gather("test", null, old, other));

        Assert.Equal(2, refused.Problems.Count);
        Assert.Contains("was evaluated by an older version; evaluate it again", refused.Problems[0], StringComparison.Ordinal);
        Assert.Contains("is of other predictions (test: 7 exams, now 60)", refused.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_given_twice_is_refused_and_names_do_not_turn_text_around()
    {
        string run = PaperRuns.Make(folder.File("Train_1"), classes: ["sick\u202e", "well"]);

        InputException refused = Assert.Throws<InputException>(() => PaperStudy.Gather(
            [("A", run), ("B", $"{run}/")], "test", null, null, null, TestContext.Current.CancellationToken));

        Assert.Equal($"{run}: is given 2 times; give each run once", Assert.Single(refused.Problems));
        Assert.Equal("sick", Table(Report("test", null, run), PerformanceSection.ClassTable).Rows[0][0].Text);
    }

    [Fact]
    public void The_checklists_have_every_item_and_name_their_gaps()
    {
        PaperStudy study = Gather("test", null, PaperRuns.Make(folder.File("Train_1")));
        string[] tripod =
        [
            "1", "2", "3a", "3b", "3c", "4", "5a", "5b", "6a", "6b", "6c", "7", "8a", "8b", "8c", "9a", "9b", "9c", "10", "11", "12a",
            "12b", "12c", "12d", "12e", "12f", "12g", "13", "14", "15", "16", "17", "18a", "18b", "18c", "18d", "18e", "18f", "19", "20a",
            "20b", "20c", "21", "22", "23a", "23b", "24", "25", "26", "27a", "27b", "27c",
        ];

        Assert.Equal(Enumerable.Range(1, 44).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            Claim.Of(study).Select(item => item.Number));
        Assert.Equal(tripod, TripodAi.Of(study).Select(item => item.Number));
        Assert.All(Claim.Of(study).Concat(TripodAi.Of(study)), item => Assert.Equal(item.Status != "filled",
            item.Text.Contains("[to be written: ", StringComparison.Ordinal)));
        Assert.DoesNotContain("{@", Text(PaperReport.Of(study)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_files_is_refused_and_a_stop_leaves_nothing()
    {
        Paper paper = Report("test", null, PaperRuns.Make(folder.File("Train_1")));
        Directory.CreateDirectory(folder.File("full"));
        File.WriteAllText(folder.File("full", "mine"), "");
        using CancellationTokenSource stopped = new();
        stopped.Cancel();

        InputException refused = Assert.Throws<InputException>(
            () => PaperFiles.Write(folder.File("full"), paper, null, CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => PaperFiles.Write(folder.File("new"), paper, null, stopped.Token));
        Assert.Throws<OperationCanceledException>(() => PaperFiles.WriteZip(folder.File("new.zip"), paper, null, stopped.Token));

        Assert.Contains("this folder is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["Train_1", "full"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static PaperStudy Gather(string split, string? reference, params string[] runs) => PaperStudy.Gather(
        [.. runs.Select(run => (Path.GetFileName(run), run))], split, reference, null, null, TestContext.Current.CancellationToken);

    private static Paper Report(string split, string? reference, params string[] runs) => PaperReport.Of(Gather(split, reference, runs));

    private static PaperTable Table(Paper paper, string name) => paper.Blocks.OfType<PaperTable>().First(table => table.Name == name);

    private static string Text(Paper paper) => string.Join('\n', paper.Blocks.Select(block => block switch
    {
        PaperParagraph paragraph => paragraph.Text,
        PaperList list => string.Join('\n', list.Entries),
        PaperTable table => string.Join('\n',
            [table.Caption, table.Note, .. table.Rows.SelectMany(row => row).Select(cell => cell.Text)]),
        PaperFigure figure => $"{figure.Caption}\n{figure.Alternative}",
        _ => "",
    }));

    private static string Full(JsonNode? value) => ((double)value!).ToString("R", CultureInfo.InvariantCulture);

    private static string Rounded(JsonNode? value) => ((double)value!).ToString("F3", CultureInfo.InvariantCulture);
}
