using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Paired;

public sealed class JoinedExamsTests
{
    private static readonly PairedRun a = Run("A", 0, 20), b = Run("B", 0, 20);

    [Fact]
    public void Exams_that_not_all_runs_predicted_are_left_out_and_counted()
    {
        PairedRun fewer = b with { Exams = [.. b.Exams.Skip(2), new ExamPrediction("extra", 1, [0.3, 0.7])] };
        PairedRun unlabelled = a with { Exams = [.. a.Exams, new ExamPrediction("new", null, [0.5, 0.5])] };
        PairedRun other = fewer with { Exams = [.. fewer.Exams, new ExamPrediction("new", null, [0.5, 0.5])] };

        ComparisonReport report = Compare([unlabelled, other]);

        Assert.Equal((18, 22, 1), (report.Exams.Compared, report.Exams.Of, report.Exams.Unlabelled));
        Assert.Equal("18 of 22 exams are compared: A lacks 1, B lacks 2, 1 without a label.", report.Notes[0]);
        Assert.Contains(
            "There are only 18 exams: with fewer than 30, intervals and p-values are rough.", report.Notes);
        Assert.Contains(report.Notes, note => note.StartsWith("Patients are unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_labels_are_refused_with_the_list_of_exams()
    {
        PairedRun wrong = b with { Exams = [.. b.Exams.Select((exam, i) => i is 3 or 5 ? exam with { Label = 1 - exam.Label } : exam)] };
        PairedRun without = b with { Exams = [.. b.Exams.Select((exam, i) => i == 7 ? exam with { Label = null } : exam)] };

        Assert.Equal(
            ["exam 3: label 1 in A, label 0 in B; compare runs on the same labels",
                "exam 5: label 1 in A, label 0 in B; compare runs on the same labels"],
            Refused([a, wrong]));
        Assert.Equal(["exam 7: label 1 in A, no label in B; compare runs on the same labels"], Refused([a, without]));
    }

    [Fact]
    public void Exams_listed_twice_shared_names_and_other_classes_are_refused()
    {
        Assert.Equal(["B: the exam exam 4 is listed twice; keep one of its rows"],
            Refused([a, b with { Exams = [.. b.Exams, b.Exams[4]] }]));
        Assert.Equal(["2 runs are called A; give each its own name, as in NAME=PATH"], Refused([a, b with { Name = "A" }]));
        Assert.Equal(["B has 3 classes, but A has 2; compare runs of the same classes"],
            Refused([a, b with { Exams = [.. b.Exams.Select(exam => exam with { Probabilities = [.. exam.Probabilities, 0] })] }]));
        Assert.Equal(["two pairs are called A-B-C; give the runs other names"],
            Refused([a, Run("B-C", 0, 20), Run("A-B", 0, 20), Run("C", 0, 20)]));
        Assert.Equal(["one run cannot be compared; give two or more"], Refused([a]));
    }

    [Fact]
    public void Runs_without_common_labelled_exams_are_refused()
    {
        Assert.Equal(["test: no exam was predicted by all runs; compare runs on the same exams, which are joined by name"],
            Refused([a, Run("B", 100, 20)]));
        Assert.Equal(["test: none of the exams has a label, so there is nothing to compare; give the labels of some"],
            Refused([Unlabelled(a), Unlabelled(b)]));

        static PairedRun Unlabelled(PairedRun run) => run with { Exams = [.. run.Exams.Select(exam => exam with { Label = null })] };
    }

    [Fact]
    public void Of_many_exams_with_other_labels_some_are_named_and_all_counted()
    {
        IReadOnlyList<string> refused = Refused([Run("A", 0, 50), Turned(Run("B", 0, 50))]);

        Assert.Equal(21, refused.Count);
        Assert.Equal("exam 0: label 0 in A, label 1 in B; compare runs on the same labels", refused[0]);
        Assert.Equal("test: 30 more exams have other labels, 50 in all; compare runs on the same labels", refused[^1]);

        static PairedRun Turned(PairedRun run) => run with { Exams = [.. run.Exams.Select(exam => exam with { Label = 1 - exam.Label })] };
    }

    [Fact]
    public void Patients_must_be_known_for_every_exam_and_be_more_than_one()
    {
        Dictionary<string, string> one = a.Exams.ToDictionary(exam => exam.Exam, _ => "patient");
        Dictionary<string, string> some = a.Exams.Skip(1).ToDictionary(exam => exam.Exam, exam => exam.Exam);

        Assert.Equal(["test: no patient is known for the exam exam 0; add it to the patients"], Refused([a, b], some));
        Assert.Equal(["test: all exams are of one patient, which says nothing of a difference; compare runs on more patients"],
            Refused([a, b], one));
    }

    [Fact]
    public void Unknown_options_are_refused()
    {
        Assert.Equal(["metric: f1_micro is the same as accuracy; give accuracy"],
            Refused([a, b], options: new ComparisonOptions(MetricNames.F1Micro)));
        Assert.StartsWith("metric: auc is not one of accuracy, balanced_accuracy",
            Refused([a, b], options: new ComparisonOptions("auc"))[0], StringComparison.Ordinal);
        Assert.Equal(["resamples: 10 is not within 100 and 100000"], Refused([a, b], options: new ComparisonOptions(Resamples: 10)));
        Assert.Equal(["reference: no run is called C; give one of A, B"], Refused([a, b], options: new ComparisonOptions(Reference: "C")));
    }

    private static PairedRun Run(string name, int from, int exams)
    {
        SeededRandom random = new(1, name);
        return new PairedRun(name, [.. Enumerable.Range(from, exams).Select(i =>
        {
            double p = random.NextDouble();
            return new ExamPrediction($"exam {i}", i % 2, [1 - p, p]);
        })]);
    }

    private static ComparisonReport Compare(
        PairedRun[] runs, IReadOnlyDictionary<string, string>? patients = null, ComparisonOptions? options = null) =>
        PairedComparison.Of(
            runs, "test", patients, options ?? new ComparisonOptions(Resamples: 200), cancellation: TestContext.Current.CancellationToken);

    private static IReadOnlyList<string> Refused(
        PairedRun[] runs, IReadOnlyDictionary<string, string>? patients = null, ComparisonOptions? options = null) =>
        Assert.Throws<InputException>(() => Compare(runs, patients, options)).Problems;
}
