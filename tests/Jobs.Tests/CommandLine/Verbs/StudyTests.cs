using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

/// <summary>`study`: made, trained in turn, added to and reported.</summary>
public sealed class StudyTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("study");

    private string Split => folder.File("study", "split.json");

    private string Results => folder.File("results", "demo");

    public async ValueTask InitializeAsync() =>
        (await AngioboardProcess.RunAsync("phantom", "--output", Data, "--exams", "60", "--seed", "5")).Done();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_study_is_trained_added_to_and_reported_and_what_was_there_stays()
    {
        string study = await NewAsync("--vary", "max_frames=2,4", "--folds", "3");
        ProcessOutcome trained = (await StudyAsync("run", study)).Done();
        string first = File.ReadAllText(Train(1, "predictions.json"));

        ProcessOutcome reported = (await StudyAsync("report", study)).Done();
        (await StudyAsync("add", study, "--seeds", "7")).Done();
        ProcessOutcome again = (await StudyAsync("run", study)).Done();
        JsonObject results = JsonNode.Parse((await StudyAsync("report", study, "--json")).Done().Output)!.AsObject();

        Assert.Equal(folder.File("results", "demo", "Study_1"), study);
        Assert.Contains("run 1 of 6: max_frames=2, fold 0, seed 42", trained.Errors, StringComparison.Ordinal);
        Assert.Contains("run 6 of 6: max_frames=4, fold 2, seed 42", trained.Errors, StringComparison.Ordinal);
        Assert.Contains("Study_1: 6 of 6 runs are finished", reported.Output, StringComparison.Ordinal);
        Assert.Contains("in hindsight, which is optimistic", reported.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("run 6 of 12:", again.Errors, StringComparison.Ordinal);
        Assert.Contains("run 7 of 12: max_frames=2, fold 0, seed 7", again.Errors, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(Train(1, "predictions.json")));
        Assert.Equal((12, 12), ((int)results["runs"]!, (int)results["of"]!));
        JsonObject settings = RunFiles.Json(Train(2), "settings.json");
        Assert.Equal(("Study_1", "max_frames=4", 0, 42L, 4),
            ((string)settings["study"]!, (string)settings["variant"]!, (int)settings["fold"]!, (long)settings["seed"]!,
                (int)settings["max_frames"]!));
        Assert.True(JsonNode.DeepEquals(RunFiles.Json(study, "folds/fold-0.json")["test"], RunFiles.Json(Train(1), "split.json")["test"]));
    }

    [Fact]
    public async Task Of_two_additions_at_the_same_time_both_count()
    {
        string study = await NewAsync("--vary", "max_frames=2,4", "--folds", "3");

        await Task.WhenAll(Enumerable.Range(1, 3).Select(async seed =>
        {
            ProcessOutcome outcome;
            do outcome = await StudyAsync("add", study, "--seeds", $"{seed}");
            while (outcome.Errors.Contains("works on this study already", StringComparison.Ordinal));
            outcome.Done();
        }));

        Assert.Equal([1, 2, 3, 42], RunFiles.Json(study, "study.json")["seeds"]!.AsArray().Select(seed => (int)seed!).Order());
    }

    [Fact]
    public async Task A_run_of_a_study_has_the_bytes_of_the_same_run_alone()
    {
        string study = await NewAsync("--vary", "max_frames=2,4", "--folds", "3");
        (await StudyAsync("run", study)).Done();

        (await AngioboardProcess.RunAsync(["experiment", "--output", folder.File("alone"), .. Options("--max-frames", "4"),
            "--split", Path.Combine(study, "folds", "fold-1.json")])).Done();

        Assert.Equal(("max_frames=4", 1), ((string)RunFiles.Json(Train(4), "settings.json")["variant"]!,
            (int)RunFiles.Json(Train(4), "settings.json")["fold"]!));
        Assert.Equal(File.ReadAllBytes(folder.File("alone", "Train_1", "predictions.json")),
            File.ReadAllBytes(Train(4, "predictions.json")));
    }

    [Fact]
    public async Task A_study_that_was_stopped_and_killed_continues_to_the_same_results()
    {
        string calm = await NewAsync("--vary", "max_frames=2,4", "--folds", "3");
        (await StudyAsync("run", calm)).Done();
        (await StudyAsync("report", calm)).Done();
        string troubled = (await StudyAsync(["new", "--output", folder.File("results", "other"), .. Options(),
            "--split", Split, "--vary", "max_frames=2,4", "--folds", "3"])).Done().Result;

        using (AngioboardProcess stopped = AngioboardProcess.Start("study", "run", troubled))
        {
            await stopped.SaysAsync("run 2 of 6");
            stopped.Send(AngioboardProcess.Interrupt);
            ProcessOutcome outcome = (await stopped.EndAsync()).Ended(130);
            Assert.Contains("the same command continues where it was", outcome.Errors, StringComparison.Ordinal);
        }
        foreach (string at in new[] { "run 3 of 6", "run 5 of 6" })
        {
            using AngioboardProcess killed = AngioboardProcess.Start("study", "run", troubled);
            await killed.SaysAsync(at);
            killed.Send(AngioboardProcess.Kill);
            await killed.EndAsync();
        }
        (await StudyAsync("run", troubled)).Done();
        (await StudyAsync("report", troubled)).Done();

        Assert.Equal(6, Directory.GetDirectories(folder.File("results", "other"), "Train_*").Length);
        Assert.Equal(File.ReadAllText(Path.Combine(calm, "results.json")), File.ReadAllText(Path.Combine(troubled, "results.json")));
    }

    [Fact]
    public async Task What_was_deleted_copied_or_edited_by_hand_is_said_in_its_place()
    {
        string study = await NewAsync("--vary", "max_frames=2,4", "--folds", "3");
        (await StudyAsync("run", study)).Done();

        Directory.Delete(Train(3), recursive: true);
        ProcessOutcome partly = (await StudyAsync("report", study)).Done();
        ProcessOutcome repaired = (await StudyAsync("run", study)).Done();
        string copy = folder.File("results", "demo", "Train_9");
        Directory.CreateDirectory(copy);
        File.Copy(Train(1, "settings.json"), Path.Combine(copy, "settings.json"));
        ProcessOutcome twice = (await StudyAsync("report", study)).Ended(2);
        Directory.Delete(copy, recursive: true);
        string fold = Path.Combine(study, "folds", "fold-2.json"), plan = Path.Combine(study, "study.json");
        string before = File.ReadAllText(fold), planned = File.ReadAllText(plan);
        File.WriteAllText(fold, before + "\n");
        ProcessOutcome changed = (await StudyAsync("run", study)).Ended(2);
        File.WriteAllText(fold, before);
        File.WriteAllText(plan, planned.Replace("\"max_frames\": 4", "\"max_frame\": 4", StringComparison.Ordinal));
        ProcessOutcome edited = (await StudyAsync("report", study)).Ended(2);

        Assert.Contains("5 of 6 runs are finished", partly.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 3 runs", partly.Output, StringComparison.Ordinal);
        Assert.Contains("run 6 of 6: max_frames=2, fold 1, seed 42", repaired.Errors, StringComparison.Ordinal);
        Assert.Contains($"{Train(1)} and {copy}: are the same run of Study_1", Assert.Single(twice.Problems), StringComparison.Ordinal);
        Assert.StartsWith($"{fold}: was changed after the study was made", Assert.Single(changed.Problems), StringComparison.Ordinal);
        Assert.Contains(edited.Problems, problem => problem.StartsWith(plan, StringComparison.Ordinal)
            && problem.Contains("did you mean max_frames?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_learning_curve_is_answered_in_words()
    {
        string study = await NewAsync("--learning-curve", "--shares", "25,50,75,100", "--seeds", "1,2",
            "--metric", "log_loss");
        (await StudyAsync("run", study)).Done();

        ProcessOutcome report = (await StudyAsync("report", study)).Done();

        JsonNode curve = RunFiles.Json(study, "results.json")["learning_curve"]!;
        Assert.Equal(4, curve["points"]!.AsArray().Count);
        Assert.Contains((string)curve["answer"]!, report.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folds: 50, but class", "--folds", "50", "--vary", "max_frames=2,4")]
    [InlineData("folds.count: 2 must be from 3 to 100", "--folds", "2")]
    [InlineData("max_frame: is not a setting; did you mean max_frames?", "--vary", "max_frame=2,4")]
    [InlineData("seed: cannot vary; list the seeds of the study instead", "--vary", "seed=1,2")]
    [InlineData("max_frames: 2 is given 2 times; give each value once", "--vary", "max_frames=2,2")]
    [InlineData("--vary: max_frames names no values; write it as max_frames=4,12", "--vary", "max_frames")]
    [InlineData("--seeds: a is not a seed; write whole numbers such as 1,2,3, or 1-5", "--seeds", "a")]
    [InlineData("seeds: 1 is given twice; give each once", "--seeds", "1,1")]
    [InlineData("--folds, --fold-file and --learning-curve exclude each other; give one of them", "--folds", "3", "--learning-curve")]
    [InlineData("shares: 12.5 % of the 26 patients of train is 3 patients, without one of class 0", "--learning-curve")]
    [InlineData("--shares: are those of a learning curve; give --learning-curve too", "--shares", "50,100")]
    [InlineData("--range: give --random with the number of variants to draw", "--range", "lr=1e-5..1e-3")]
    [InlineData("selection.metric: there is no auc; ", "--metric", "auc")]
    public async Task What_cannot_be_a_study_is_refused_and_nothing_is_made(string problem, params string[] options)
    {
        ProcessOutcome outcome = (await StudyAsync(["new", "--output", Results, .. Options(), "--split", Split, .. options])).Ended(2);

        Assert.Contains(outcome.Problems, line => line.StartsWith(problem, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Results) && Directory.EnumerateFileSystemEntries(Results).Any());
    }

    [Fact]
    public async Task An_option_that_is_not_there_names_the_help_of_its_verb()
    {
        ProcessOutcome refused = (await StudyAsync("new", "--fold", "3")).Ended(2);

        Assert.Contains("See: angioboard study new --help", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fold_file_with_a_patient_in_two_parts_is_refused_by_name()
    {
        string made = await NewAsync("--folds", "3");
        string[] files = [.. Enumerable.Range(0, 3).Select(fold => Path.Combine(made, "folds", $"fold-{fold}.json"))];
        string wrong = folder.File("wrong.json");
        JsonObject split = RunFiles.Json(files[2]);
        split["train"]!.AsArray().Add(split["test"]![0]!.DeepClone());
        File.WriteAllText(wrong, split.ToJsonString());

        ProcessOutcome ready = (await StudyAsync(["new", "--output", Results, .. Options(), "--split", Split,
            .. files.SelectMany(file => new[] { "--fold-file", file })])).Done();
        ProcessOutcome refused = (await StudyAsync(["new", "--output", Results, .. Options(), "--split", Split,
            "--fold-file", files[0], "--fold-file", files[1], "--fold-file", wrong])).Ended(2);

        Assert.EndsWith("Study_2", ready.Result, StringComparison.Ordinal);
        Assert.Contains(refused.Problems, problem => problem.StartsWith(wrong, StringComparison.Ordinal)
            && problem.Contains("train", StringComparison.Ordinal) && problem.Contains("test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_ensemble_predicts_with_the_mean_of_its_runs_what_none_of_them_has_seen()
    {
        string study = await NewAsync("--vary", "max_frames=2,4", "--folds", "3");
        (await StudyAsync("run", study)).Done();
        string held = Path.Combine(study, "folds", "held-out.json"), together = folder.File("together.json");
        string[] places = ["--datadir", Data, "--split", held, "--output"];

        ProcessOutcome predicted = (await AngioboardProcess.RunAsync(
            ["predict", "--weight", study, "--variant", "max_frames=4", .. places, together])).Done();
        List<JsonArray> single = [];
        foreach (int member in new[] { 2, 4, 6 })
        {
            string alone = folder.File($"alone-{member}.json");
            (await AngioboardProcess.RunAsync(["predict", "--weight", Train(member), .. places, alone])).Done();
            single.Add(JsonNode.Parse(File.ReadAllText(alone))!["test"]!.AsArray());
        }
        ProcessOutcome own = (await AngioboardProcess.RunAsync("predict", "--weight", study, "--variant", "max_frames=4", "--datadir", Data,
            "--split", Split, "--output", folder.File("own.json"))).Done();
        ProcessOutcome unnamed = (await AngioboardProcess.RunAsync(["predict", "--weight", study, .. places, together])).Ended(2);

        Assert.Contains("exams by the ensemble of 3 runs of max_frames=4", predicted.Output, StringComparison.Ordinal);
        JsonArray mean = JsonNode.Parse(File.ReadAllText(together))!["test"]!.AsArray();
        Assert.NotEmpty(mean);
        for (int exam = 0; exam < mean.Count; exam++)
        {
            double[] expected = [.. Enumerable.Range(0, 5).Select(c => single.Average(model => (double)model[exam]![2]![c]!))];
            Assert.Equal(single[0][exam]![0]!.ToJsonString(), mean[exam]![0]!.ToJsonString());
            Assert.All(Enumerable.Range(0, 5), c => Assert.Equal(expected[c], (double)mean[exam]![2]![c]!, 1e-12));
        }
        Assert.Contains("exams are left out: a run was trained on them", own.Errors, StringComparison.Ordinal);
        Assert.Equal(["test"], JsonNode.Parse(File.ReadAllText(folder.File("own.json")))!.AsObject().Select(split => split.Key));
        Assert.Equal(["--variant: is missing; choose one of: max_frames=2; max_frames=4"], unnamed.Problems);
    }

    [Fact]
    public async Task A_random_search_draws_the_same_variants_again()
    {
        string[] search = ["--random", "3", "--range", "lr=1e-5..1e-3", "--range", "dropout=0,0.2", "--random-seed", "4"];

        string one = await NewAsync(search), two = await NewAsync(search);

        JsonNode variants = RunFiles.Json(one, "study.json")["variants"]!;
        Assert.Equal(3, variants.AsArray().Count);
        Assert.True(JsonNode.DeepEquals(variants, RunFiles.Json(two, "study.json")["variants"]));
    }

    private static Task<ProcessOutcome> StudyAsync(params string[] arguments) => AngioboardProcess.RunAsync(["study", .. arguments]);

    private async Task<string> NewAsync(params string[] options) =>
        (await StudyAsync(["new", "--output", Results, .. Options(), "--split", Split, .. options])).Done().Result;

    private string[] Options(params string[] own) => TinyModel.On(["--datadir", Data, "--data", "phantom"], own);

    private string Train(int number, string file = "") => folder.File("results", "demo", $"Train_{number}", file).TrimEnd('/');
}
