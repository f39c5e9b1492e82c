using System.Globalization;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class OutOfFoldTests
{
    private static readonly StudySamples Samples = new(Exams: 24, Folds: 3, Seeds: 2);

    [Fact]
    public void Each_exam_is_predicted_once_by_the_run_of_its_fold()
    {
        StudyPredictions study = Samples.Of(("a", 1), ("b", 1));

        IReadOnlyList<OutOfFold> found = OutOfFold.Join(study with { Runs = [.. study.Runs.Reverse()] });

        Assert.Equal([("a", 1L), ("a", 2L), ("b", 1L), ("b", 2L)], found.Select(seed => (seed.Variant, seed.Seed)));
        Assert.All(found, seed =>
        {
            Assert.Empty(seed.Missing);
            Assert.Equal(Enumerable.Range(0, 24).Select(StudySamples.Name),
                seed.Folds.SelectMany(fold => fold.Exams).Select(exam => exam.Exam).Order(StringComparer.Ordinal));
            Assert.All(seed.Folds, fold => Assert.All(fold.Exams, exam => Assert.Equal(fold.Fold, FoldOf(exam))));
        });

        static int FoldOf(ExamPrediction exam) => Samples.FoldOf(int.Parse(exam.Exam[^4..], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Folds_that_are_not_finished_are_listed_and_figures_are_of_what_all_used_seeds_have()
    {
        StudyPredictions study = Samples.Of(("a", 1));

        IReadOnlyList<OutOfFold> some = Join(run => run.Seed == 1 || run.Fold == 0), none = Join(run => run.Seed == 1 && run.Fold != 1);

        Assert.Equal([[], [1, 2]], some.Select(seed => seed.Missing));
        VariantPredictions whole = VariantPredictions.Of("a", some, 2)!, partial = VariantPredictions.Of("a", none, 2)!;
        Assert.Equal([0, 1, 2], whole.Folds);
        Assert.Equal([1L], whole.Seeds);
        Assert.True(whole.IsWhole);
        Assert.Equal([0, 2], partial.Folds);
        Assert.False(partial.IsWhole);
        Assert.Null(VariantPredictions.Of("a", [], 2));

        IReadOnlyList<OutOfFold> Join(Func<PredictedRun, bool> keep) =>
            OutOfFold.Join(study with { Runs = [.. study.Runs.Where(keep)] });
    }

    [Fact]
    public void Exams_without_a_label_are_left_out()
    {
        StudyPredictions study = Samples.Of(("a", 1));
        string first = StudySamples.Name(0);

        IReadOnlyList<OutOfFold> found = OutOfFold.Join(study with
        {
            Runs = [.. study.Runs.Select(run => Test(run, exam => exam.Exam == first ? exam with { Label = null } : exam))],
            Patients = Samples.Patients.Where(patient => patient.Key != first).ToDictionary(),
        });

        Assert.All(found, seed => Assert.Equal(23, seed.Folds.Sum(fold => fold.Exams.Count)));
    }

    [Theory]
    [InlineData("variant", "c, fold 0, seed 1: the study has no variant c; leave the run out, or add the variant")]
    [InlineData("seed", "a, fold 0, seed 9: the study has no seed 9; leave the run out, or add the seed")]
    [InlineData("fold", "a, fold 7, seed 1: the study has 3 folds, counted from 0; leave the run out, or add the fold")]
    [InlineData("twice", "a, fold 0, seed 1: there are two such runs; leave one out")]
    [InlineData("test", "a, fold 0, seed 1: its predictions lack the split test; predict it, or run it again")]
    [InlineData("classes", "a, fold 0, seed 1: exam 0000 has 3 probabilities, but the study has 2 classes; compare runs of the same")]
    [InlineData("class", "a, fold 0, seed 1: exam 0000 has the label 2, but the study has 2 classes, counted from 0; give the same split")]
    [InlineData("validation", "a, fold 0, seed 1: exam 0004 has 3 probabilities, but the study has 2 classes; compare runs of the same")]
    [InlineData("label", "exam 0000: label 1 in a, fold 0, seed 1; label 0 in a, fold 0, seed 2; give the same split files to all")]
    [InlineData("patient", "a, fold 0, seed 1: no patient is known for exam 0000; add it to the patients")]
    [InlineData("repeated", "a, fold 0, seed 1: exam 0000 is listed twice; keep one of its rows")]
    [InlineData("lacking", "a, fold 0, seed 1: 1 exam is missing that a, fold 0, seed 2 has, such as exam 0000; predict the whole fold")]
    [InlineData("two folds", "exam 0000 is in the test split of two folds: a, fold 0, seed 1, and a, fold 1, seed 1; each exam is tested")]
    public void What_does_not_fit_together_is_refused(string fault, string expected)
    {
        StudyPredictions study = Samples.Of(("a", 1), ("b", 1));
        PredictedRun run = study.Runs[0];
        study = fault switch
        {
            "variant" => First(run with { Variant = "c" }),
            "seed" => First(run with { Seed = 9 }),
            "fold" => First(run with { Fold = 7 }),
            "twice" => study with { Runs = [.. study.Runs, run] },
            "test" => First(run with { Predictions = run.Predictions.Take(2).ToArray() }),
            "classes" => First(Test(run, exam => exam with { Probabilities = [0.2, 0.3, 0.5] })),
            "class" => First(Test(run, exam => exam with { Label = 2 })),
            "validation" => First(run with
            {
                Predictions =
                [
                    new("validation", [.. run.Predictions[1].Exams.Select(exam => exam with { Probabilities = [0.2, 0.3, 0.5] })]),
                    run.Predictions[2],
                ],
            }),
            "label" => First(Test(run, exam => exam with { Label = 1 - exam.Label })),
            "patient" => study with { Patients = new Dictionary<string, string>() },
            "repeated" => First(run with { Predictions = [new("test", [run.Predictions[2].Exams[0], .. run.Predictions[2].Exams])] }),
            "lacking" => First(run with { Predictions = [new("test", [.. run.Predictions[2].Exams.Skip(1)])] }),
            _ => study with { Runs = [.. study.Runs.Select(other => other.Fold == 1 && other.Seed == 1 && other.Variant == "a"
                ? other with { Predictions = [new("test", [.. other.Predictions[2].Exams, run.Predictions[2].Exams[0]])] }
                : other)] },
        };

        InputException problem = Assert.Throws<InputException>(() => OutOfFold.Join(study));

        Assert.Contains(problem.Problems, found => found.StartsWith(expected, StringComparison.Ordinal));

        StudyPredictions First(PredictedRun changed) => study with { Runs = [changed, .. study.Runs.Skip(1)] };
    }

    private static PredictedRun Test(PredictedRun run, Func<ExamPrediction, ExamPrediction> change) => run with
    {
        Predictions = [.. run.Predictions.Select(split => split.Split == "test"
            ? split with { Exams = [.. split.Exams.Select(change)] }
            : split)],
    };
}
