using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Tables_say_which_run_is_better_and_by_how_much()
    {
        (string a, string b, _, string patients) = Golden("paired_five_200_ties_mixed");

        string shown = (await AngioboardProcess.RunAsync("compare", $"A={a}", $"B={b}", "--patients", patients)).Done().Output;

        Assert.Contains("test: 200 exams of 104 patients", shown, StringComparison.Ordinal);
        Assert.Matches(
            @"A is better than B in AUC \(one-vs-rest, macro\): 0\.072 higher \(95 % interval 0\.0\d\d to 0\.1\d\d; p = 0\.0\d\d; "
                + @"200 exams of 104 patients\)\.",
            shown);
        Assert.Matches(@"(?m)^accuracy +0\.600 +0\.510 +\+0\.090 ", shown);
        Assert.Matches(@"(?m)^ece .+ – ", shown);
        Assert.Matches(@"(?m)^0 +102 +0\.853 \(0\.793 to 0\.898\) +0\.804 \(0\.729 to 0\.862\) +\+0\.049 +0\.000 to 0\.099 +0\.052", shown);
        Assert.Matches(@"(?m)^all +200 +80 +40 +22 +58 +0\.027", shown);
    }

    [Fact]
    public async Task Json_holds_the_golden_values_and_the_checksum_of_each_file()
    {
        (string a, string b, string c, string patients) = Golden("paired_five_1000_eyes");
        JsonNode expected = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "paired_five_1000_eyes.json")))!["expected"]!;

        string[] arguments = ["compare", $"A={a}", $"B={b}", $"C={c}", "--patients", patients, "--resamples", "500", "--json"];
        string text = (await AngioboardProcess.RunAsync(arguments)).Done().Output;
        string again = (await AngioboardProcess.RunAsync(arguments)).Done().Output;

        Assert.Equal(text, again);
        JsonNode found = JsonNode.Parse(text)!;
        Assert.Equal(["A-B", "A-C", "B-C"], found["pairs"]!.AsObject().Select(pair => pair.Key));
        Same("metrics", "A", "kappa");
        Same("pairs", "B-C", "difference", "auc_ovr_macro");
        Same("pairs", "A-C", "areas", "classes", "2", "clustered", "p");
        Same("pairs", "A-C", "macro_area", "patients", "p");
        Same("pairs", "A-B", "mcnemar", "clustered", "obuchowski", "p");
        Same("pairs", "A-B", "agreement", "bowker", "p_informative_pairs");
        Same("pairs", "A-B", "swap_test_of_accuracy", "patients_p");
        Same("cochran_q", "q");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(b))), (string)found["runs"]!["B"]!["sha256"]!);
        Assert.Equal("A", (string)found["best"]!["run"]!);

        void Same(params string[] path) => Assert.Equal(At(expected, path), At(found, path), 1e-9);

        static double At(JsonNode node, string[] path) =>
            (double)path.Aggregate(node, (part, key) => part is JsonArray list ? list[int.Parse(key, null)]! : part[key]!);
    }

    [Fact]
    public async Task Several_runs_are_compared_with_a_reference_and_judged_together()
    {
        (string a, string b, string c, string patients) = Golden("paired_five_1000_eyes");

        string shown = (await AngioboardProcess.RunAsync("compare", $"A={a}", $"B={b}", $"C={c}", "--patients", patients,
            "--reference", "B", "--metric", "accuracy", "--resamples", "1000")).Done().Output;

        Assert.Contains("C has the best accuracy, 0.648; these exams cannot tell it from A.", shown, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^A – B ", shown);
        Assert.Matches(@"(?m)^C – B ", shown);
        Assert.DoesNotMatch(@"(?m)^A – C ", shown);
        Assert.Contains("The best run is chosen and measured on the same exams", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_folders_give_names_classes_and_patients()
    {
        foreach (string run in (string[])["Train_1", "Train_2"])
        {
            Directory.CreateDirectory(folder.File(run));
            File.WriteAllText(folder.File(run, "predictions.json"), Predictions(run == "Train_1" ? 0.6 : 0.4));
            File.WriteAllText(
                folder.File(run, "settings.json"), """{"class_names": ["healthy", "leaking"], "patients": "(\\d+)_[LR]$"}""");
        }

        string shown = (await AngioboardProcess.RunAsync("compare", folder.File("Train_1"), folder.File("Train_2"), "--resamples", "200"))
            .Done().Output;
        string alone = (await AngioboardProcess.RunAsync("compare", folder.File("Train_1"), folder.File("Train_2", "predictions.json"),
            "--resamples", "200", "--patients", "(.+)$")).Done().Output;

        Assert.Contains("test: 40 exams of 20 patients", shown, StringComparison.Ordinal);
        Assert.Contains(
            "There are only 20 patients: with fewer than 30, intervals and p-values are rough.", shown, StringComparison.Ordinal);
        Assert.Contains($"Train_2: {folder.File("Train_2", "predictions.json")}", shown, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^leaking +20 ", shown);
        Assert.Contains("test: 40 exams of 40 patients", alone, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("result.json", "\"split\": \"test\"")]
    [InlineData("result.csv", "first,second,class,metric,value_first")]
    [InlineData("result.tex", "\\begin{tabular}{lrrrr}")]
    public async Task The_ending_of_the_output_says_its_format(string name, string held)
    {
        string[] runs = Two();

        ProcessOutcome outcome =
            await AngioboardProcess.RunAsync(["compare", .. runs, "--resamples", "100", "--output", folder.File(name)]);

        Assert.Equal(folder.File(name), outcome.Done().Result);
        Assert.Contains(held, File.ReadAllText(folder.File(name)), StringComparison.Ordinal);
        Assert.Contains("auc_ovr_macro", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused_in_one_line()
    {
        string[] runs = Two();
        string other = folder.File("other.json");
        File.WriteAllText(other, """{"test": [["exam/0_L", 1, [0.5, 0.5]], ["exam/1_R", 1, [0.5, 0.5]]], "train": []}""");

        await Refuses("one run cannot be compared; give two or more", runs[0]);
        await Refuses($"{folder.File("none")}: no such file or folder; give a run's folder or a predictions.json, also as NAME=PATH",
            runs[0], folder.File("none"));
        await Refuses($"{folder.Path}: this folder has no predictions.json; predict first", runs[0], $"B={folder.Path}");
        await Refuses($"={other}: there is no name before the equals sign; write one", runs[0], $"={other}");
        await Refuses($"{other}: has no split valid; give one of test, train", $"A={other}", $"B={other}", "--split", "valid");
        await Refuses("exam/0_L: label 0 in A, label 1 in B; compare runs on the same labels", runs[0], $"B={other}");
        await Refuses("2 runs are called A; give each its own name, as in NAME=PATH", runs[0], runs[0]);
        await Refuses("no run can be called delong, a name that comparison.json uses; give it another, as in NAME=PATH",
            runs[0], $"delong={other}");
        await Refuses("reference: no run is called C; give one of A, B", [.. runs, "--reference", "C"]);
        await Refuses("metric: f1_micro is the same as accuracy; give accuracy", [.. runs, "--metric", "f1_micro"]);
        await Refuses("resamples: 3 is not within 100 and 100000", [.. runs, "--resamples", "3"]);
        await Refuses("--json and --csv exclude each other; give one of them", [.. runs, "--json", "--csv"]);
        await Refuses($"{folder.File("x.txt")}: the ending says no format; end it in .json, .csv or .tex, or give --json, --csv or --latex",
            [.. runs, "--output", folder.File("x.txt")]);
        await Refuses("class_names: 3 names for 2 classes; give one for each class", [.. runs, "--class-names", "a,b,c"]);

        static async Task Refuses(string problem, params string[] arguments) =>
            Assert.Equal([problem], (await AngioboardProcess.RunAsync(["compare", .. arguments])).Refused());
    }

    [Fact]
    public async Task A_comparison_can_be_stopped()
    {
        (string a, _, _, _) = Golden("paired_five_1000_eyes");
        string[] runs = [.. Enumerable.Range(0, 16).Select(run => $"{run}={a}")];
        using AngioboardProcess process =
            AngioboardProcess.Start(["compare", .. runs, "--resamples", "100000", "--output", folder.File("r.json")]);
        await process.SaysAsync("drawing patients");

        process.Send(AngioboardProcess.Interrupt);

        Assert.Equal("stopped", (await process.EndAsync()).Ended(130).Errors.TrimEnd().Split('\n')[^1]);
        Assert.False(File.Exists(folder.File("r.json")));
    }

    [Fact]
    public async Task Runs_of_folders_with_the_same_name_are_called_after_the_folder_above_too()
    {
        string[] runs = [folder.File("one", "Train_1"), folder.File("two", "Train_1")];
        foreach (string run in runs)
        {
            Directory.CreateDirectory(run);
            File.WriteAllText(Path.Combine(run, "predictions.json"), Predictions(run == runs[0] ? 0.6 : 0.4));
        }

        string text = (await AngioboardProcess.RunAsync(["compare", .. runs, "--json", "--resamples", "100"])).Done().Output;

        JsonNode found = JsonNode.Parse(text)!;
        Assert.Equal(["one/Train_1", "two/Train_1"], found["runs"]!.AsObject().Select(run => run.Key));
    }

    private string[] Two()
    {
        File.WriteAllText(folder.File("a.json"), Predictions(0.6));
        File.WriteAllText(folder.File("b.json"), Predictions(0.4));
        return [$"A={folder.File("a.json")}", $"B={folder.File("b.json")}"];
    }

    /// <summary>Two eyes of 20 patients; the probability of the true class rises with the skill, and wavers.</summary>
    private static string Predictions(double skill)
    {
        JsonArray rows = [];
        for (int i = 0; i < 40; i++)
        {
            int label = i % 4 / 2;
            double p = Math.Round(0.5 + (label == 1 ? skill : -skill) / 4 + 0.3 * Math.Sin(i * i + skill), 6);
            rows.Add(new JsonArray($"exam/{i / 2}_{(i % 2 == 0 ? "L" : "R")}", label, new JsonArray(1 - p, p)));
        }
        return new JsonObject { ["test"] = rows }.ToJsonString();
    }

    /// <summary>Each run's predictions of a golden file, and its table of patients.</summary>
    private (string A, string B, string C, string Patients) Golden(string name)
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", $"{name}.json")))!;
        foreach ((string run, JsonNode? rows) in file["runs"]!.AsObject())
        {
            JsonArray exams = [.. rows!.AsArray().Select((row, i) =>
                new JsonArray((string)file["exams"]![i]!, (int)file["labels"]![i]!, row!.DeepClone()))];
            File.WriteAllText(folder.File($"{run}.json"), new JsonObject { ["test"] = exams }.ToJsonString());
        }
        File.WriteAllLines(folder.File("patients.csv"),
            ["exam,patient", .. file["exams"]!.AsArray().Zip(file["patients"]!.AsArray(), (exam, patient) => $"{exam},{patient}")]);
        return (folder.File("A.json"), folder.File("B.json"), folder.File("C.json"), folder.File("patients.csv"));
    }
}
