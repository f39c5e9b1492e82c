using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Runs;
using Angioboard.Jobs.Tests.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Comparison.Differences;

public sealed class RunDifferencesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly RunStore store;
    private readonly ComparedData data;
    private readonly RunDifferences differences;

    public RunDifferencesTests()
    {
        database = Database.Open(folder.File("data"));
        store = new RunStore(database, new RunFeed());
        data = new ComparedData(store, new RunEvaluations(), new RunPredictions());
        AngioboardOptions options = new() { DataFolder = folder.File("data"), DataRoots = [folder.File("allowed")] };
        DataRoots roots = new(options, database, People.Of(database, folder.File("data")).Rights, TimeProvider.System);
        differences = new RunDifferences(options, roots, new DatasetStore(database), NullLogger<RunDifferences>.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Kept => [.. Directory.GetFiles(folder.File("data", "comparisons")).Order()];

    public void Dispose()
    {
        differences.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_comparison_is_computed_once_and_read_afterwards_until_predictions_change()
    {
        Add(1, 2);
        string second = Add(2, 0.5);
        DifferencesQuestion question = Ask();

        ComparisonReport computed = await differences.CompareAsync(question, cancellation: Stop);
        string kept = Assert.Single(Kept);
        File.WriteAllText(kept, File.ReadAllText(kept).Replace("\"unit\": \"exams\"", "\"unit\": \"read\"", StringComparison.Ordinal));
        ComparisonReport read = await differences.CompareAsync(Ask(), cancellation: Stop);
        Predict(second, 0.1);
        ComparisonReport changed = await differences.CompareAsync(Ask(), cancellation: Stop);

        Assert.Equal(("exams", "read", "exams"), (computed.Unit, read.Unit, changed.Unit));
        Assert.Equal(2, Kept.Length);
        Assert.NotEqual(Accuracy(computed), Accuracy(changed));

        static double? Accuracy(ComparisonReport report) => report.Pairs.Values.Single().Difference[MetricNames.Accuracy];
    }

    [Fact]
    public async Task It_finds_what_the_command_line_finds()
    {
        string first = Add(1, 2), second = Add(2, 0.5);

        ComparisonReport report = await differences.CompareAsync(Ask(), cancellation: Stop);

        ProcessOutcome printed = await AngioboardProcess.RunAsync(
            "compare", $"demo/Train_1={first}", $"demo/Train_2={second}", "--reference", "demo/Train_1", "--json");
        Assert.Equal(ComparisonFile.Text(report), printed.Output.Trim());
        Assert.Equal($"angioboard compare 'demo/Train_1={first}/predictions.json' 'demo/Train_2={second}/predictions.json' "
            + "--reference demo/Train_1", differences.Command(Ask()));
    }

    [Fact]
    public async Task A_damaged_file_and_a_link_are_computed_once_more()
    {
        Add(1, 2);
        Add(2, 0.5);
        string expected = ComparisonFile.Text(await differences.CompareAsync(Ask(), cancellation: Stop));
        string kept = Assert.Single(Kept), elsewhere = folder.File("elsewhere.json");

        File.WriteAllText(kept, "{");
        string afterDamage = ComparisonFile.Text(await differences.CompareAsync(Ask(), cancellation: Stop));
        File.WriteAllText(elsewhere, File.ReadAllText(kept).Replace("\"unit\": \"exams\"", "\"unit\": \"link\"", StringComparison.Ordinal));
        File.Delete(kept);
        File.CreateSymbolicLink(kept, elsewhere);
        string afterLink = ComparisonFile.Text(await differences.CompareAsync(Ask(), cancellation: Stop));

        Assert.Equal(expected, afterDamage);
        Assert.Equal(expected, afterLink);
    }

    [Fact]
    public async Task Patients_of_the_runs_count_and_a_table_outside_the_allowed_folders_is_not_read()
    {
        Add(1, 2, patients: "(.*)_[LR]");
        Add(2, 0.5);
        ComparisonReport report = await differences.CompareAsync(Ask(), cancellation: Stop);
        File.WriteAllText(folder.File("patients.csv"), "exam,patient\n");
        Add(3, 2, patients: folder.File("patients.csv"));

        InputException refused = await Assert.ThrowsAsync<InputException>(() =>
            differences.CompareAsync(Ask("demo/Train_3", "demo/Train_2"), cancellation: Stop));

        Assert.Equal(("patients", 30), (report.Unit, report.Units));
        Assert.Contains(DataRoots.Outside, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_with_several_seeds_are_compared_too()
    {
        Add(1, 2);
        Add(2, 1.8, hash: "same");
        Add(3, 0.5, hash: "same");

        ComparisonReport report = await differences.CompareAsync(Ask("demo/Train_1", "demo/Train_2", "demo/Train_3"), cancellation: Stop);

        SettingsPair pair = Assert.Single(report.Settings!);
        Assert.Equal((2, 1), (pair.FirstSeeds, pair.SecondSeeds));
        Assert.Contains("one seed", pair.Seeds!.Undefined, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_comparison_leaves_its_turn_to_the_next()
    {
        Add(1, 2);
        Add(2, 0.5);
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => differences.CompareAsync(Ask(), cancellation: stopped.Token));
        ComparisonReport report = await differences.CompareAsync(Ask(), cancellation: Stop);

        Assert.Single(report.Pairs);
    }

    [Fact]
    public void The_reference_is_the_chosen_run_else_the_baseline_else_the_best_on_validation()
    {
        Add(1, 2, loss: 0.5);
        Add(2, 0.5, loss: 0.3);
        DifferencesQuestion best = Ask(), chosen = Ask(reference: "demo/Train_1");
        store.Update("demo/Train_1", run => run with { Baseline = true });

        DifferencesQuestion pinned = Ask();

        Assert.Equal(new ReferenceRun(1, ReferenceReason.BestOnValidation), best.Reference);
        Assert.Equal(new ReferenceRun(0, ReferenceReason.Chosen), chosen.Reference);
        Assert.Equal(new ReferenceRun(0, ReferenceReason.Baseline), pinned.Reference);
    }

    [Fact]
    public async Task A_run_with_a_name_that_the_file_uses_is_called_with_its_id()
    {
        Add(1, 2);
        Add(2, 0.5);
        store.Update("demo/Train_1", run => run with { Name = "exams" });

        ComparisonReport report = await differences.CompareAsync(Ask(), cancellation: Stop);

        Assert.Equal(["exams (demo/Train_1)", "demo/Train_2"], report.Runs.Keys);
    }

    [Fact]
    public void One_run_with_predictions_is_no_question()
    {
        Add(1, 2);
        store.Add(Sample.Run(2) with { Folder = folder.File("gone"), Missing = true });
        data.Select(["demo/Train_1", "demo/Train_2"]);

        Assert.Null(DifferencesQuestion.Of(data, null, null, null));
    }

    [Fact]
    public void The_oldest_comparisons_are_removed()
    {
        KeptFiles<ComparisonReport> kept = new(
            folder.File("data"), RunDifferences.FolderName, ComparisonFile.Read, ComparisonFile.Write, most: 2);
        ComparisonReport report = PairedComparison.Of([.. new[] { 2.0, 0.5 }.Select((skill, i) =>
            new PairedRun($"{i}", Exams(skill)))], "test", null, new ComparisonOptions(Resamples: 100), cancellation: Stop);
        foreach ((string key, int age) in new[] { ("old", 3), ("older", 4), ("new", 0) })
        {
            kept.Keep(key, report);
            string path = folder.File("data", "comparisons", $"{key}.json");
            if (File.Exists(path)) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-age));
        }

        Assert.Equal(["new.json", "old.json"], Kept.Select(Path.GetFileName));
    }

    private DifferencesQuestion Ask(params string[] ids) => Ask(null, ids);

    private DifferencesQuestion Ask(string? reference, string[]? ids = null)
    {
        data.Select(ids is { Length: > 0 } ? ids : ["demo/Train_1", "demo/Train_2"]);
        return DifferencesQuestion.Of(data, null, null, reference)!;
    }

    private string Add(int number, double skill, string? patients = null, string? hash = null, double? loss = null)
    {
        string path = Directory.CreateDirectory(folder.File("results", $"Train_{number}")).FullName;
        Predict(path, skill);
        Run run = Sample.Run(number);
        store.Add(run with
        {
            Folder = path,
            SettingsHash = hash ?? $"{number}",
            Settings = run.Settings with { Patients = patients },
            Best = loss is { } value ? new Dictionary<string, BestValue> { ["val_loss"] = new(value, 0) } : run.Best,
        });
        return path;
    }

    private static void Predict(string path, double skill)
    {
        IReadOnlyList<SplitPredictions> splits = [new("test", Exams(skill))];
        PredictionsFile.Write(new RunFolder(path).Predictions, splits);
        EvaluationFile.Write(new RunFolder(path).Evaluation,
            Evaluator.Evaluate(splits, new EvaluationOptions(["a", "b", "c"], Resamples: 20), null, Stop));
    }

    private static ExamPrediction[] Exams(double skill)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, 60).Select(i =>
        {
            double[] scores = [.. Enumerable.Range(0, 3).Select(c => Math.Exp(random.NextDouble() * 2 + (c == i % 3 ? skill : 0)))];
            return new ExamPrediction($"{i / 2}_{(i % 2 == 0 ? 'L' : 'R')}", i % 3, [.. scores.Select(score => score / scores.Sum())]);
        })];
    }
}
