using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Tests.Reading;

public sealed class RunResultsTests(SharedStudy study)
{
    [Fact]
    public void Evaluations_of_other_datasets_follow_the_runs_own_and_a_broken_one_is_reported()
    {
        using TemporaryFolder folder = new();
        string run = Copy(folder, "evaluation.json");
        Directory.CreateDirectory(Path.Combine(run, "evaluations", "Clinic B"));
        Directory.CreateDirectory(Path.Combine(run, "evaluations", "Clinic C"));
        File.Copy(Path.Combine(run, "evaluation.json"), Path.Combine(run, "evaluations", "Clinic B", "evaluation.json"));
        File.WriteAllText(Path.Combine(run, "evaluations", "Clinic C", "evaluation.json"), "{ \"classes\": ");

        RunEvaluation evaluation = new RunEvaluations().Read(run, HiddenSplits.None);

        string[] own = [.. EvaluationFile.Read(Path.Combine(run, "evaluation.json")).Splits.Keys];
        Assert.Equal([.. own, .. own.Select(split => $"Clinic B: {split}")], evaluation.Splits.Select(split => split.Name));
        Assert.Contains("Clinic C", Assert.Single(evaluation.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_behind_a_link_is_not_listed(bool whole)
    {
        using TemporaryFolder folder = new();
        string run = Copy(folder, "evaluation.json"), hidden = folder.File("private"), evaluations = Path.Combine(run, "evaluations");
        Directory.CreateDirectory(Path.Combine(hidden, "patient 17"));
        if (!whole) Directory.CreateDirectory(evaluations);
        Directory.CreateSymbolicLink(whole ? evaluations : Path.Combine(evaluations, "patient 17"),
            whole ? hidden : Path.Combine(hidden, "patient 17"));

        Assert.Empty(new RunEvaluations().Read(run, HiddenSplits.None).Problems);
        Assert.Empty(new RunFolder(run).EvaluationFolders);
    }

    [Fact]
    public void A_changed_file_is_read_again_and_an_unchanged_one_is_not()
    {
        using TemporaryFolder folder = new();
        string run = Copy(folder, "predictions.json");
        RunPredictions predictions = new();

        RunPrediction first = predictions.Read(run, HiddenSplits.None), second = predictions.Read(run, HiddenSplits.None);
        File.WriteAllText(Path.Combine(run, "predictions.json"), """{"test": [["a/1_L", 1, [0.7, 0.3]]]}""");
        RunPrediction changed = predictions.Read(run, HiddenSplits.None);

        Assert.Same(first.Splits[0].Exams, second.Splits[0].Exams);
        ExamPrediction exam = Assert.Single(Assert.Single(changed.Splits).Exams);
        Assert.Equal((0, 0.7, false), (exam.Predicted, exam.Top, exam.Correct));
    }

    [Fact]
    public void A_missing_folder_or_one_without_results_has_none()
    {
        string gone = Path.Combine(Path.GetTempPath(), "no-such-run", "Train_1");

        Assert.Empty(new RunEvaluations().Read(gone, HiddenSplits.None).Splits);
        Assert.Empty(new RunPredictions().Read(gone, HiddenSplits.None).Splits);
        Assert.Empty(RunArtifacts.List(gone));
        Assert.Empty(SystemSamples.Read(Path.Combine(gone, "metrics.jsonl")));
        Assert.False(new RunLogTail(gone, HiddenSplits.None).Read());
        Assert.NotNull(RunFacts.Read(gone).Problem);
    }

    [Fact]
    public void Predictions_are_found_by_class_and_name_and_sorted()
    {
        ExamPrediction[] exams =
            [new("a_L", 0, [0.9, 0.1]), new("b_L", 0, [0.2, 0.8]), new("c_R", null, [0.4, 0.6]), new("d_L", 1, [0.3, 0.7])];

        Assert.Equal(["b_L"], Names(new PredictionQuery(TrueClass: 0, PredictedClass: 1)));
        Assert.Equal(["b_L"], Names(new PredictionQuery(WrongOnly: true)));
        Assert.Equal(["d_L", "b_L", "a_L"], Names(new PredictionQuery(Search: "l", Order: PredictionOrder.Exam, Descending: true)));
        Assert.Equal(["c_R", "d_L", "b_L", "a_L"], Names(new PredictionQuery(Order: PredictionOrder.Top)));
        Assert.Equal(["b_L", "c_R", "a_L", "d_L"], Names(new PredictionQuery(Order: PredictionOrder.Correct)));

        IEnumerable<string> Names(PredictionQuery query) => query.Of(exams).Select(exam => exam.Exam);
    }

    [Fact]
    public void Artifacts_are_all_files_except_locks_and_links()
    {
        using TemporaryFolder folder = new();
        string run = Copy(folder, "evaluation.json");
        File.WriteAllText(Path.Combine(run, "settings.json"), "{}");
        Directory.CreateDirectory(Path.Combine(run, "logs"));
        File.WriteAllText(Path.Combine(run, "logs", "events"), "abc");
        File.WriteAllText(Path.Combine(run, "trainer.lock"), "");
        File.CreateSymbolicLink(Path.Combine(run, "link"), "/etc/hostname");

        IReadOnlyList<RunArtifact> artifacts = RunArtifacts.List(run);

        Assert.Equal(["evaluation.json", "settings.json", "logs/events"], artifacts.Select(artifact => artifact.Name));
        Assert.Equal(3, artifacts[2].Length);
    }

    private string Copy(TemporaryFolder folder, string file)
    {
        string run = Directory.CreateDirectory(folder.File("Train_1")).FullName;
        File.Copy(Path.Combine(study.Run, file), Path.Combine(run, file));
        return run;
    }
}
