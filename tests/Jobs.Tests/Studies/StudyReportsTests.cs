using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Studies;

public sealed class StudyReportsTests : IDisposable
{
    private static readonly JsonObject few = SampleStudy.Variant(("max_frames", 4)), many = SampleStudy.Variant(("max_frames", 12));

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;
    private readonly RunStore store;
    private readonly StudyLibrary library;
    private readonly StudyReports reports;

    public StudyReportsTests()
    {
        AngioboardOptions options = new() { DataFolder = folder.File("data"), ResultsFolder = Results };
        Database database = Database.Open(folder.File("data"));
        services = new ServiceCollection().AddSingleton(_ => database).AddSingleton(options).AddSingleton(TimeProvider.System)
            .AddLogging().AddAngioboardUsers().AddSingleton<DataRoots>().BuildServiceProvider();
        services.GetRequiredService<Database>();
        store = new RunStore(database, new RunFeed());
        library = new StudyLibrary(options);
        reports = new StudyReports(options, services.GetRequiredService<DataRoots>(), store, NullLogger<StudyReports>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Results => folder.File("results");

    public void Dispose()
    {
        reports.Dispose();
        services.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_better_variant_is_found_and_results_are_kept_and_written()
    {
        SampleStudy study = Finished(new PatientFolds(3));

        StudyResults results = (await reports.FindAsync(Runs(), null, Cancellation))!;

        Assert.Equal("better", results.Variants[1].Difference!.Verdicts[0].Verdict);
        Assert.Equal((6, 6), (results.Runs, results.Of));
        Assert.Equal(StudyResultsFile.Text(results), File.ReadAllText(study.Folder.Results));
        Assert.Single(Directory.GetFiles(folder.File("data", "study-results")));
    }

    [Fact]
    public async Task The_same_predictions_are_computed_once_and_others_again()
    {
        SampleStudy study = Finished(new PatientFolds(3));
        await reports.FindAsync(Runs(), null, Cancellation);
        File.Delete(study.Folder.Results);

        StudyResults again = (await reports.FindAsync(Runs(), null, Cancellation))!;
        bool computed = File.Exists(study.Folder.Results);
        SampleStudy.Predict(new RunFolder(Runs().Planned[1].Run!.Folder), study.Runs[1], skill: 9);
        StudyResults changed = (await reports.FindAsync(Runs(), null, Cancellation))!;

        Assert.False(computed);
        Assert.NotEqual(again.Variants[1].Figures!.Metrics["log_loss"], changed.Variants[1].Figures!.Metrics["log_loss"]);
    }

    [Fact]
    public async Task What_cannot_be_computed_is_one_line_that_says_why()
    {
        SampleStudy study = Finished(new PatientFolds(3));
        string fold = Path.Combine(study.Folder.Folds, "fold-1.json"), before = File.ReadAllText(fold);

        File.WriteAllText(fold, before + "\n");
        string changed = await ProblemAsync();
        File.WriteAllText(fold, before);
        Run copy = study.Add(store, study.Runs[2], 1);
        string twice = await ProblemAsync();
        store.Remove(copy.Id);
        await File.WriteAllTextAsync(new RunFolder(Runs().Planned[0].Run!.Folder).Predictions, "{", Cancellation);
        string damaged = await ProblemAsync();

        Assert.StartsWith($"{fold}: was changed after the study was made", changed, StringComparison.Ordinal);
        Assert.Contains("are the same run of Study_1 (max_frames=4, fold 1, seed 1)", twice, StringComparison.Ordinal);
        Assert.Contains("predictions.json", damaged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_patients_outside_the_allowed_folders_is_not_read()
    {
        SampleStudy study = Finished(null);
        string table = folder.File("secret.csv"), plan = Path.Combine(study.Folder.Path, StudyPlanFile.Name);
        File.WriteAllText(table, "exam,patient\nsecret,secret\n");
        StudyPlanFile.Write(plan, study.Folder.Plan with { Settings = study.Folder.Plan.Settings with { Patients = table } });

        string problem = await ProblemAsync();

        Assert.StartsWith($"{table}: is not below a folder that data may be read from", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_of_a_sealed_test_split_are_not_computed_but_folds_by_patient_are()
    {
        SampleStudy test = Finished(null);
        SampleStudy folds = Finished(new PatientFolds(3));
        SampleStudy curve = Finished(new CurveFolds([0.5, 1], 1), few);
        DatasetSeal seal = new()
        {
            Dataset = "d", Split = test.Folder.Plan.Settings.Split!, SealedAt = DateTimeOffset.UtcNow, SealedBy = "ada",
        };
        store.ChangeSeals([], [seal], run => run);

        Assert.Equal(SealedStudies.Words, await ProblemAsync(test.Folder.Name));
        Assert.Equal(SealedStudies.Words, await ProblemAsync(curve.Folder.Name));
        Assert.False(File.Exists(test.Folder.Results));
        Assert.Equal(6, (await reports.FindAsync(Runs(folds.Folder.Name), null, Cancellation))!.Runs);
    }

    [Fact]
    public async Task A_learning_curve_has_its_sizes_as_rows()
    {
        SampleStudy curve = Finished(new CurveFolds([0.25, 0.5, 1], 1), few);

        StudyResults results = (await reports.FindAsync(Runs(), null, Cancellation))!;

        Assert.Equal(3, results.Variants.Count);
        Assert.NotNull(results.LearningCurve);
        Assert.Null(StudyResultsFile.Read(curve.Folder.Results, OpenRule.Named).Baseline);
    }

    private SampleStudy Finished(StudyFolds? folds, params JsonObject[] variants)
    {
        SampleStudy study = new(Results, folds, variants.Length > 0 ? variants : [few, many], [1],
            metric: folds is CurveFolds ? "log_loss" : "auc_ovr_macro");
        foreach (StudyRun run in study.Runs) study.Add(store, run, run.Variant == "max_frames=12" ? 3 : 0.2);
        return study;
    }

    private StudyRuns Runs(string name = "Study_1") => StudyRuns.Of(library.Find("demo", name)!, store.All);

    private async Task<string> ProblemAsync(string name = "Study_1") =>
        Assert.Single((await Assert.ThrowsAsync<InputException>(() => reports.FindAsync(Runs(name), null, Cancellation))).Problems);
}
