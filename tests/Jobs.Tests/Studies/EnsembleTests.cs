using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Studies.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>Ensembles of a study's runs, as the dashboard finds them.</summary>
public sealed class EnsembleTests : IDisposable
{
    private const string Variant = "max_frames=12", Clinic = "clinic";

    private static readonly JsonObject few = SampleStudy.Variant(("max_frames", 4)), many = SampleStudy.Variant(("max_frames", 12));

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;
    private readonly RunStore store;
    private readonly StudyLibrary library;
    private readonly EnsembleLibrary ensembles = new();
    private readonly EnsembleData data;
    private readonly SampleStudy study;

    public EnsembleTests()
    {
        AngioboardOptions options = new() { DataFolder = folder.File("data"), ResultsFolder = folder.File("results") };
        Database database = Database.Open(folder.File("data"));
        services = new ServiceCollection().AddSingleton(_ => database).AddSingleton(options).AddSingleton(TimeProvider.System)
            .AddLogging().AddAngioboardUsers().AddSingleton<DataRoots>().AddSingleton<DatasetStore>().BuildServiceProvider();
        services.GetRequiredService<Database>();
        store = new RunStore(database, new RunFeed());
        library = new StudyLibrary(options);
        data = new EnsembleData(options, services.GetRequiredService<DatasetStore>(), services.GetRequiredService<DataRoots>(),
            NullLogger<EnsembleData>.Instance);
        study = new SampleStudy(folder.File("results"), new PatientFolds(3), [few, many], [1, 2]);
        foreach (StudyRun run in study.Runs) study.Add(store, run, run.Settings.MaxFrames == 12 ? 1.2 : 0.2);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        data.Dispose();
        services.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_variant_is_averaged_evaluated_and_found_also_by_another_dashboard()
    {
        (EnsembleFolder made, EnsembleRecord record) = Make(new EnsembleChoice { Variant = Variant });

        FoundEnsemble found = Assert.Single(new EnsembleLibrary().Of(Runs()));
        IReadOnlyList<SplitPredictions> splits = PredictionsFile.Read(made.Files.Predictions);
        Assert.Equal(("max_frames-12", 6, Variant), (made.Name[..13], record.Members.Count, found.Record!.Variant));
        Assert.Empty(found.Changes);
        Assert.Equal(["fold-0", "fold-1", "fold-2"], splits.Select(split => split.Split));
        Assert.True(File.Exists(made.Files.Evaluation));
        // Each exam has the mean of the two runs that have it in their test.
        RunFolder[] first = [.. record.Members.Where(member => member.Fold == 0).Select(FolderOf)];
        ExamPrediction[][] own = [.. first.Select(run => PredictionsFile.Read(run.Predictions).Single(split => split.Split == "test").Exams
            .OrderBy(exam => exam.Exam, StringComparer.Ordinal).ToArray())];
        Assert.Equal(own[0].Length, splits[0].Exams.Count);
        Assert.All(splits[0].Exams.Index(), exam => Assert.Equal((own[0][exam.Index].Probabilities[1]
            + own[1][exam.Index].Probabilities[1]) / 2, exam.Item.Probabilities[1], 1e-12));
        EnsembleMetric metric = record.Figures!.Metrics[MetricNames.AucOvrMacro];
        Assert.Equal(metric.Ensemble!.Value - metric.Members!.Value, metric.Gain!.Value, 1e-12);
        Assert.NotNull(metric.GainInterval);
    }

    [Fact]
    public void What_happened_to_the_members_since_is_said_in_its_place()
    {
        (EnsembleFolder made, EnsembleRecord record) = Make(new EnsembleChoice { Variant = Variant, Name = "best" });
        RunFolder changed = FolderOf(record.Members[0]), gone = FolderOf(record.Members[1]);

        SampleStudy.Predict(changed, study.Runs[1], skill: 2);
        Directory.Delete(gone.Path, recursive: true);
        IReadOnlyList<string> changes = Assert.Single(ensembles.Of(Runs())).Changes;
        InputException refused = Assert.Throws<InputException>(() =>
            Make(new EnsembleChoice { Name = "best", Runs = ["Train_1", "Train_3"] }));
        (_, EnsembleRecord again) = Make(new EnsembleChoice { Variant = Variant, Name = "best" });
        IReadOnlyList<string> afterwards = Assert.Single(ensembles.Of(Runs())).Changes;
        File.WriteAllText(made.Record, "{}");

        Assert.Equal([$"{record.Members[0].Words} has other predictions since", $"{record.Members[1].Words} was deleted or moved since"],
            changes);
        Assert.Contains("name: there is an ensemble best of other runs in Study_1 already; give another name", refused.Problems);
        Assert.Equal(5, again.Members.Count);
        Assert.Empty(afterwards);
        FoundEnsemble broken = Assert.Single(ensembles.Of(Runs()));
        Assert.Null(broken.Record);
        Assert.StartsWith($"{made.Record}: not an ensemble", broken.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_finished_later_and_other_weights_make_it_out_of_date()
    {
        RunFolder weighty = new(store.Find("demo/Train_2")!.Folder);
        File.WriteAllText(Path.Combine(weighty.Path, "best-val_loss=0.500000.ckpt"), "weights");
        (_, EnsembleRecord record) = Make(new EnsembleChoice { Variant = Variant, Name = "all" });
        Make(new EnsembleChoice { Runs = ["demo/Train_2", "Train_4"] });

        File.WriteAllText(Path.Combine(weighty.Path, "best-val_loss=0.500000.ckpt"), "others");
        File.SetLastWriteTimeUtc(Path.Combine(weighty.Path, "best-val_loss=0.500000.ckpt"), DateTime.UtcNow.AddMinutes(1));
        study.Folder.Change(study.Folder.Plan.With(seeds: [9]), null);
        foreach (StudyRun run in study.Folder.Plan.Runs(study.Folder.Folds).Where(run => run.Seed == 9 && run.Variant == Variant))
            study.Add(store, run, 1.2);

        IReadOnlyList<FoundEnsemble> found = ensembles.Of(Runs());
        string words = record.Members.Single(member => member.Run == "Train_2").Words;
        Assert.Equal(["all", "chosen"], found.Select(ensemble => ensemble.Name));
        Assert.Equal([$"{words} has other weights since", $"3 more runs of {Variant} have finished since"], found[0].Changes);
        Assert.Equal([$"{words} has other weights since"], found[1].Changes);
        Assert.Null(found[1].Record!.Variant);
    }

    [Fact]
    public void An_exam_that_a_member_was_trained_on_is_refused()
    {
        RunFolder run = new(store.Find("demo/Train_2")!.Folder);
        JsonObject split = JsonNode.Parse(File.ReadAllText(run.Split))!.AsObject();
        JsonNode exam = split["test"]![0]!;
        split["test"]!.AsArray().RemoveAt(0);
        split["train"]!.AsArray().Add(exam.DeepClone());
        File.WriteAllText(run.Split, split.ToJsonString());

        InputException refused = Assert.Throws<InputException>(() => Make(new EnsembleChoice { Variant = Variant }));

        Assert.StartsWith($"{((string)exam[0]!).Split('/')[0]}: {Variant}, fold 0, seed 1 was trained on it", refused.Problems[0],
            StringComparison.Ordinal);
        Assert.Empty(EnsembleFolder.All(study.Folder.Path));
    }

    [Theory]
    [InlineData("variant: the study has no max_frames=5; choose one of: max_frames=4; max_frames=12", "max_frames=5", null)]
    [InlineData("variant: none is known to be the best yet; choose one of: max_frames=4; max_frames=12", null, null)]
    [InlineData("runs: Train_99 is no finished run of Study_1; give runs such as Train_1", null, null, "Train_1", "Train_99")]
    [InlineData("runs: Train_1 is given twice; give each run once", null, null, "Train_1", "Train_1")]
    [InlineData("runs: an ensemble of one run is that run; choose two or more", null, null, "Train_1")]
    [InlineData("runs: exclude a variant; give one of the two", "max_frames=4", null, "Train_1")]
    [InlineData("name: ../x cannot name a folder; use letters, digits, dots, dashes and underscores, beginning with a letter or digit",
        "max_frames=4", "../x")]
    public void What_cannot_be_chosen_is_refused(string expected, string? variant, string? name, params string[] runs)
    {
        InputException refused = Assert.Throws<InputException>(
            () => Make(new EnsembleChoice { Variant = variant, Name = name, Runs = runs }));

        Assert.Equal([expected], refused.Problems);
    }

    [Fact]
    public async Task A_dataset_is_predicted_by_the_mean_of_all_members_without_what_they_have_seen()
    {
        (_, EnsembleRecord record) = Make(new EnsembleChoice { Variant = Variant, Name = "best" });
        FoundEnsemble ensemble = Assert.Single(ensembles.Of(Runs()));
        foreach ((int number, RecordedMember member) in record.Members.Index()) PredictClinic(member, number);

        EnsembleDataset on = Assert.Single(EnsembleDataset.Of(Runs(), record));
        IReadOnlyList<SplitPredictions> splits = await data.PredictAsync(Runs(), ensemble, Clinic, Cancellation);
        EnsembleOnData figures = await data.FindAsync(Runs(), ensemble, Clinic, Cancellation);
        EnsembleOnData kept = await data.FindAsync(Runs(), ensemble, Clinic, Cancellation);

        Assert.Equal((true, false, 6), (on.IsWhole, on.Hidden, on.Finished));
        SplitPredictions test = Assert.Single(splits);
        Assert.Equal(["x_L", "y_R"], test.Exams.Select(exam => exam.Exam));
        Assert.Equal(Enumerable.Range(0, 6).Average(number => 0.2 + 0.1 * number), test.Exams[0].Probabilities[0], 1e-12);
        Assert.Equal((2, 1), (figures.Exams, figures.LeftOut));
        Assert.Equal(2, figures.Splits["test"].Exams);
        Assert.Equivalent(figures, kept, strict: true);
        Assert.Single(Directory.GetFiles(folder.File("data", "ensemble-results")));
    }

    [Fact]
    public async Task A_dataset_that_not_all_have_predicted_or_whose_test_is_sealed_has_no_figures()
    {
        (_, EnsembleRecord record) = Make(new EnsembleChoice { Variant = Variant, Name = "best" });
        FoundEnsemble ensemble = Assert.Single(ensembles.Of(Runs()));
        foreach ((int number, RecordedMember member) in record.Members.Index()) PredictClinic(member, number);
        string last = $"demo/{record.Members[^1].Run}";

        store.Update(last, run => run with
        {
            Evaluations = new Dictionary<string, OtherEvaluation> { [Clinic] = new(RunStatus.Failed, "no memory", "ada") },
        });
        EnsembleDataset failed = Assert.Single(EnsembleDataset.Of(Runs(), record));
        string waiting = (await RefusedAsync()).Problems[0];
        store.Update(last, run => run with
        {
            Evaluations = new Dictionary<string, OtherEvaluation> { [Clinic] = new(RunStatus.Finished, null, "ada") },
        });
        DatasetSeal seal = new()
        {
            Dataset = Clinic, Split = folder.File("clinic.json"), SealedAt = DateTimeOffset.UtcNow, SealedBy = "ada",
        };
        store.ChangeSeals([], [seal], run => run);
        EnsembleDataset hidden = Assert.Single(EnsembleDataset.Of(Runs(), record));

        Assert.Equal((5, 1, "no memory"), (failed.Finished, failed.Failed, failed.Reason));
        Assert.StartsWith("clinic: 5 of 6 runs of the ensemble have predicted it", waiting, StringComparison.Ordinal);
        Assert.True(hidden.Hidden);
        Assert.Equal($"clinic: {SealedStudies.OfDataset}", (await RefusedAsync()).Problems[0]);

        Task<InputException> RefusedAsync() =>
            Assert.ThrowsAsync<InputException>(() => data.PredictAsync(Runs(), ensemble, Clinic, Cancellation));
    }

    private (EnsembleFolder Folder, EnsembleRecord Record) Make(EnsembleChoice choice)
    {
        StudyDirectory opened = StudyDirectory.Open(study.Folder.Path);
        return EnsembleMaker.Make(opened, ChosenRuns.Of(opened, StudyInputs.Finished(Runs()), choice, () => null),
            StudyPlanning.Options(opened.Plan.Settings), "ada", DateTimeOffset.UtcNow, null, Cancellation);
    }

    private RunFolder FolderOf(RecordedMember member) => new(Path.Combine(study.Folder.Experiment, member.Run));

    // Two exams that nobody has seen, and one with the name of an exam that each run was trained on or tested on.
    private void PredictClinic(RecordedMember member, int number)
    {
        Run run = store.Find($"demo/{member.Run}")!;
        double first = 0.2 + 0.1 * number;
        RunFolder place = new(Path.Combine(run.Folder, "evaluations", Clinic));
        Directory.CreateDirectory(place.Path);
        PredictionsFile.Write(place.Predictions,
        [
            new SplitPredictions("test",
            [
                new ExamPrediction("x_L", 0, [first, 1 - first, 0]), new ExamPrediction("0_L", 0, [1, 0, 0]),
                new ExamPrediction("y_R", 1, [0.1, 0.8, 0.1]),
            ]),
        ]);
        store.Update(run.Id, known => known with
        {
            Evaluations = new Dictionary<string, OtherEvaluation> { [Clinic] = new(RunStatus.Finished, null, "ada") },
        });
    }

    private StudyRuns Runs() => StudyRuns.Of(library.Find("demo", "Study_1")!, store.All);
}
