using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Tests.Papers.CrossValidation;

namespace Angioboard.Jobs.Tests.CommandLine.Studies;

/// <summary>`compare` of variants of studies.</summary>
public sealed class CompareVariantsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_study_alone_is_all_its_variants_with_the_figures_of_its_report()
    {
        StudyDirectory study = new MadeStudies(folder)
        {
            Seeds = [1, 2], Variants = [("plain", 0.5), ("better", 2.5), ("lr=1e-3, x:y", 0.5)],
        }.Make();

        JsonObject report = JsonNode.Parse((await AngioboardProcess.RunAsync("study", "report", study.Path, "--json")).Done().Output)!
            .AsObject();
        JsonObject compared = await JsonAsync(study.Path);
        JsonObject two = await JsonAsync($"{study.Path}:plain", $"{study.Path}/:lr=1e-3, x:y", "--reference", $"{study.Path}:plain");
        string tables = (await RunAsync(study.Path)).Done().Output;

        for (int variant = 0; variant < 3; variant++)
        {
            JsonNode own = report["variants"]![variant]!, found = compared["variants"]![variant]!;
            Assert.True(JsonNode.DeepEquals(own["figures"], found["figures"]));
            Assert.True(JsonNode.DeepEquals(own["difference"], found["difference"]));
        }
        Assert.True(JsonNode.DeepEquals(report["best"], compared["best"]));
        Assert.Equal(["plain", "lr=1e-3, x:y"], two["variants"]!.AsArray().Select(variant => (string?)variant!["variant"]));
        Assert.True(JsonNode.DeepEquals(report["variants"]![2]!["difference"]!["patients"],
            two["variants"]![1]!["difference"]!["patients"]));
        Assert.Contains("compared with plain on", tables, StringComparison.Ordinal);
        Assert.Contains("better: better", tables.Replace("“", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("The reference is plain, the baseline", tables, StringComparison.Ordinal);
        Assert.Contains("by patients: Do these models differ on new patients?", tables, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variants_of_several_studies_with_the_same_folds_are_compared_under_their_studies_names()
    {
        MadeStudies made = new(folder);
        StudyDirectory one = made.Make(), two = (made with { Variants = [("plain", 2.5)], Seeds = [3] }).Make();
        string csv = folder.File("compared.csv");

        JsonObject found = await JsonAsync($"{one.Path}:plain", $"{two.Path}:plain");
        JsonObject named = await JsonAsync($"old={one.Path}:plain", $"new={two.Path}:plain", "--reference", "new", "--metric", "accuracy");
        ProcessOutcome written = (await RunAsync($"{one.Path}:better", $"{two.Path}:plain", "--output", csv, "--resamples", "200")).Done();

        Assert.Equal(["Study_1:plain", "Study_2:plain"], found["variants"]!.AsArray().Select(variant => (string?)variant!["variant"]));
        Assert.Equal("Study_1:plain", (string?)found["baseline"]);
        Assert.Equal("better", (string?)found["variants"]![1]!["difference"]!["verdicts"]![0]!["verdict"]);
        Assert.Equal(("new", "accuracy"), ((string?)named["baseline"], (string?)named["metric"]));
        Assert.Equal("worse", (string?)named["variants"]![0]!["difference"]!["verdicts"]![0]!["verdict"]);
        Assert.Equal(csv, written.Result);
        Assert.Contains("Study_1:better,3,3,,auc_ovr_macro", File.ReadAllText(csv), StringComparison.Ordinal);
        Assert.Contains("95 % intervals by 200 resamples of patients", written.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_said_in_one_line()
    {
        MadeStudies made = new(folder);
        StudyDirectory study = made.Make(), four = (made with { Folds = new PatientFolds(4) }).Make();
        string run = study.Cells()[0].Folder!.Path;

        Assert.Equal($"{run} and {study.Path}:plain: runs and variants of studies cannot be compared with each other, since a variant's "
            + "figures are of several runs; give runs only, or variants only", await ProblemAsync(run, $"{study.Path}:plain"));
        Assert.Equal($"{study.Path}:plainn: the study {study.Path} has no variant plainn; did you mean plain?",
            await ProblemAsync($"{study.Path}:plainn", $"{study.Path}:better"));
        Assert.Equal($"A={study.Path}: a name is for one variant; write A={study.Path}:VARIANT, or leave the name out to compare all "
            + "variants of the study", await ProblemAsync($"A={study.Path}", $"B={study.Path}:better"));
        Assert.StartsWith($"{folder.File("demo", "Study_9")}: is not there", await ProblemAsync($"{folder.File("demo", "Study_9")}:plain",
            $"{study.Path}:better"), StringComparison.Ordinal);
        Assert.Equal("one variant cannot be compared; give two or more", await ProblemAsync($"{study.Path}:plain"));
        Assert.Equal($"{study.Path} has 3 folds, and {four.Path} has 4 folds; compare variants of studies with the same folds",
            await ProblemAsync($"{study.Path}:plain", $"{four.Path}:plain"));
        Assert.Equal("--split: variants are compared on the test exams of their folds; leave it out",
            await ProblemAsync(study.Path, "--split", "validation"));
        Assert.Equal("patients: variants have that of their studies; leave it out", await ProblemAsync(study.Path, "--patients", @"(\d+)"));
        Assert.StartsWith("metric: speed is not one of", await ProblemAsync(study.Path, "--metric", "speed"), StringComparison.Ordinal);
        Assert.StartsWith("reference: no variant is called x; give one of plain; better",
            await ProblemAsync(study.Path, "--reference", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sealed_test_split_is_not_shown()
    {
        StudyDirectory study = new MadeStudies(folder) { Folds = null }.Make();
        RunFolder run = study.Cells()[0].Folder!;
        TestSealFile.Write(run, new TestSeal("retina", DateTimeOffset.UtcNow, "anna"));

        string sealedNow = await ProblemAsync(study.Path);
        ProcessOutcome opened = await RunAsync(study.Path, "--open-seal", "the final model is chosen");

        Assert.StartsWith($"{run.Path}: the test split has been sealed since", sealedNow, StringComparison.Ordinal);
        Assert.Contains("compared with plain", opened.Done().Output, StringComparison.Ordinal);
    }

    private static Task<ProcessOutcome> RunAsync(params string[] arguments) => AngioboardProcess.RunAsync(["compare", .. arguments]);

    private static async Task<JsonObject> JsonAsync(params string[] arguments) =>
        JsonNode.Parse((await RunAsync([.. arguments, "--json"])).Done().Output)!.AsObject();

    private static async Task<string> ProblemAsync(params string[] arguments) =>
        Assert.Single((await RunAsync(arguments)).Ended(2).Problems);
}
