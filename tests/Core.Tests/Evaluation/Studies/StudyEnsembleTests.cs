using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class StudyEnsembleTests
{
    [Fact]
    public void Seeds_of_a_fold_are_averaged_on_the_exams_that_they_were_not_trained_on()
    {
        StudyPredictions study = new StudySamples(Exams: 240, Folds: 3, Seeds: 5).Of(("a", 1));
        PredictedRun[] members = [.. study.Runs.Where(run => run.Fold == 1)];

        StudyEnsemble found = StudyEnsemble.Of(members);

        Assert.Equal([1L, 2, 3, 4, 5], found.Members.Select(member => member.Seed));
        Assert.Equal(["test", "validation"], found.Splits.Select(split => split.Split).Order());
        Assert.Equal(80, found.LeftOut);
        SplitPredictions test = found.Splits.First(split => split.Split == "test");
        Assert.Equal(members[0].Predictions[2].Exams.Select(exam => exam.Exam), test.Exams.Select(exam => exam.Exam));
        Assert.All(test.Exams.Index(), exam => Assert.Equal(
            members.Average(run => run.Predictions[2].Exams[exam.Index].Probabilities[1]), exam.Item.Probabilities[1], 1e-12));
        EnsembleGain gain = found.Gains["test"][MetricNames.AucOvrMacro];
        Assert.Equal(gain.Ensemble!.Value - gain.Members!.Value, gain.Gain!.Value, 1e-12);
        Assert.InRange(gain.Gain!.Value, 0.005, 0.2);
    }

    [Fact]
    public void Models_of_several_folds_are_averaged_on_exams_of_no_fold_only()
    {
        StudyPredictions study = new StudySamples(Exams: 60, Folds: 3).Of(("a", 1));
        ExamPrediction[] held = [.. Enumerable.Range(0, 4).Select(i => new ExamPrediction($"held {i}", i % 2, [0.4, 0.6]))];
        PredictedRun[] members =
            [.. study.Runs.Select(run => run with { Predictions = [.. run.Predictions, new SplitPredictions("held-out", held)] })];

        StudyEnsemble found = StudyEnsemble.Of(members);

        SplitPredictions split = Assert.Single(found.Splits);
        Assert.Equal("held-out", split.Split);
        Assert.Equal(held.Select(exam => exam.Exam), split.Exams.Select(exam => exam.Exam));
        Assert.Equal(60, found.LeftOut);
    }

    [Fact]
    public void An_exam_that_chose_the_epoch_of_one_run_is_no_test_exam_of_the_ensemble()
    {
        ExamPrediction exam = new("x", 0, [0.5, 0.5]);
        PredictedRun tested = new("a", 0, 1, [new SplitPredictions("test", [exam])]);
        PredictedRun chosen = new("a", 1, 1, [new SplitPredictions("validation", [exam])]);

        StudyEnsemble found = StudyEnsemble.Of([tested, chosen]);

        Assert.Equal("validation", Assert.Single(found.Splits).Split);
    }

    [Theory]
    [InlineData("one", "an ensemble of one run is that run; choose two or more")]
    [InlineData("twice", "a, fold 0, seed 1: chosen twice; choose each run once")]
    [InlineData("folds", "ensemble: each exam is a training exam of some run, or is not predicted by it")]
    [InlineData("classes", "exam 0000: 2 classes in a, fold 0, seed 1, 3 in a, fold 0, seed 2; choose runs of the same classes")]
    [InlineData("labels", "exam 0000: the label differs between a, fold 0, seed 1 and a, fold 0, seed 2; choose runs on the same labels")]
    public void What_makes_no_ensemble_is_refused(string fault, string expected)
    {
        StudyPredictions study = new StudySamples(Exams: 24, Folds: 3, Seeds: 2).Of(("a", 1));
        PredictedRun first = study.Runs[0], second = study.Runs[1];
        PredictedRun[] members = fault switch
        {
            "one" => [first],
            "twice" => [first, first],
            "folds" => [.. study.Runs],
            "classes" => [first, Change(second, exam => exam with { Probabilities = [0.2, 0.3, 0.5] })],
            _ => [first, Change(second, exam => exam with { Label = 1 })],
        };

        InputException problem = Assert.Throws<InputException>(() => StudyEnsemble.Of(members));

        Assert.StartsWith(expected, problem.Problems[0], StringComparison.Ordinal);

        static PredictedRun Change(PredictedRun run, Func<ExamPrediction, ExamPrediction> change) => run with
        {
            Predictions = [new SplitPredictions("test", [.. run.Predictions[2].Exams.Select(change)])],
        };
    }
}
