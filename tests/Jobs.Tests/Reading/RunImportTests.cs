using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.Tests.Reading;

/// <summary>A run's folder that came from anywhere, as it is shown.</summary>
public sealed class RunImportTests : IDisposable
{
    // A mark that turns the direction of what follows, and one that is not seen.
    private const string Turned = "a\u202eb", Hidden = "ad\u200ba";

    private static readonly string Sha = new('0', 64);

    private readonly TemporaryFolder folder = new();
    private readonly RunFolder run;

    public RunImportTests()
    {
        run = new RunFolder(Directory.CreateDirectory(folder.File("results/demo/Train_1")).FullName);
        File.WriteAllText(run.Settings, """{"lr": 0.001}""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Texts_are_made_visible_and_cut_to_what_a_launch_may_have()
    {
        JsonObject note = new()
        {
            ["launch"] = "1", ["runs"] = 1, ["owner"] = Hidden, ["created"] = "2026-11-01T10:00:00Z",
            ["name"] = $"{Turned}\n{new string('x', 300)}", ["note"] = $"{Turned}\n{new string('y', 20_000)}",
            ["tags"] = new JsonArray([null, Turned, " ", new string('z', 100), .. Enumerable.Range(0, 100).Select(i => (JsonNode)$"t{i}")]),
            ["dataset"] = Turned,
            ["request"] = new JsonObject { ["key"] = "sweep-7", ["content"] = new string('b', 64) },
        };
        File.WriteAllText(Path.Combine(run.Path, "launch.json"), note.ToJsonString());

        Run found = RunImport.FromFolder(run.Path, "demo/Train_1", 1, []).Run;

        Assert.Equal(("ada", "ab", null), (found.Owner, found.Dataset, found.Request));
        Assert.StartsWith("ab xxx", found.Name, StringComparison.Ordinal);
        Assert.StartsWith("ab\nyyy", found.Note, StringComparison.Ordinal);
        Assert.Equal((TextLimits.Name, TextLimits.Note, TextLimits.Tags), (found.Name!.Length, found.Note.Length, found.Tags.Count));
        Assert.Equal(["ab", new string('z', TextLimits.Tag), "t0"], found.Tags.Take(3));
    }

    [Fact]
    public void The_reason_in_a_log_is_one_visible_line()
    {
        File.WriteAllText(run.Metrics, """
            {"seq":0,"time":"2026-11-01T10:00:00Z","type":"status","status":"failed","reason":"no\u202e space\nleft\u001b[2J"}

            """);

        Run found = RunImport.FromFolder(run.Path, "demo/Train_1", 1, []).Run;

        Assert.Equal((RunStatus.Failed, "no space left[2J"), (found.Status, found.Reason));
    }

    [Theory]
    [InlineData("""{"study": "Study_2", "variant": "span=2\u202e", "fold": 1}""", "Study_2", "span=2", 1)]
    [InlineData("""{"study": "Study_2", "variant": "span=2"}""", "Study_2", "span=2", null)]
    [InlineData("""{"study": "../other", "variant": "span=2", "fold": 1}""", null, null, null)]
    [InlineData("""{"lr": 0.001}""", null, null, null)]
    public void A_run_knows_its_study_from_its_settings(string settings, string? study, string? variant, int? fold)
    {
        File.WriteAllText(run.Settings, settings);

        StudyPlace? found = RunImport.FromFolder(run.Path, "demo/Train_1", 1, []).Run.Study;

        Assert.Equal(study is null ? null : new StudyPlace(study, variant!, fold), found);
    }

    [Fact]
    public void A_run_of_a_learning_curve_keeps_the_test_split_of_the_studys_own_split_file()
    {
        Assert.Equal("/data/split.json", Of(new CurveFolds([0.5, 1], 1)).WholeSplit);
        Assert.Null(Of(new PatientFolds(3)).WholeSplit);
        File.WriteAllText(folder.File("results/demo/Study_2/study.json"), "edited");
        Assert.Null(RunImport.FromFolder(run.Path, "demo/Train_1", 1, []).Run.WholeSplit);

        Run Of(StudyFolds folds)
        {
            Directory.CreateDirectory(folder.File("results/demo/Study_2"));
            File.WriteAllText(folder.File("results/demo/Study_2/study.json"), StudyPlanFile.Text(new StudyPlan
            {
                Settings = new RunSettings { Split = "/data/split.json", Datadir = "/data" },
                Variants = [new StudyVariant("as set", [])],
                Seeds = [42],
                Folds = folds is PatientFolds ? folds with { Sha256 = [.. Enumerable.Repeat(Sha, 3)] }
                    : folds with { Sha256 = [Sha, Sha] },
                Selection = SelectionRule.Of("accuracy"),
                CreatedAt = DateTimeOffset.UnixEpoch,
                CreatedBy = "ada",
            }));
            File.WriteAllText(run.Settings, """{"study": "Study_2", "variant": "as set", "fold": 1, "split": "/r/Study_2/folds/a.json"}""");
            return RunImport.FromFolder(run.Path, "demo/Train_1", 1, []).Run;
        }
    }
}
