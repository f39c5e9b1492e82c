using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Core.Tests.Hygiene.Shortcuts;

public sealed class BaselineMeasurementTests
{
    private static readonly string[] Classes = ["healthy", "ill"];

    [Fact]
    public void A_number_of_frames_that_tells_the_class_is_red_and_random_ones_are_not()
    {
        ShortcutBaseline planted = Measure(Study((label, random) => 5 + random.NextInt(4) + 3 * label));
        ShortcutBaseline plain = Measure(Study((_, random) => 5 + random.NextInt(7)));

        Assert.True(planted.Red);
        Assert.True(planted.Joint is { Red: true, Auc: > 0.85, Interval.Low: > 0.7 });
        Assert.True(planted.Features.Single(feature => feature.Name == FeatureNames.Frames).Red);
        Assert.False(plain.Red);
        Assert.InRange(plain.Joint!.Auc!.Value, 0.3, 0.7);
        Assert.Equal(("test", 60, 60, 100), (plain.Split, plain.Exams, plain.Units, plain.TrainExams));
    }

    [Fact]
    public void What_is_the_same_for_all_or_unknown_is_left_out_by_name()
    {
        ShortcutBaseline baseline = Measure(Study((_, random) => 5 + random.NextInt(7)));

        Assert.Contains(new LeftOutFeature(FeatureNames.Width, "the same for every exam"), baseline.LeftOut);
        Assert.Contains(new LeftOutFeature(FeatureNames.Date, "not known"), baseline.LeftOut);
        Assert.Null(baseline.Strip);
        Assert.Equal(FeatureNames.Words.Count, baseline.Features.Count + baseline.LeftOut.Count);
    }

    [Fact]
    public void A_word_in_the_strip_gives_the_class_away_by_its_place()
    {
        // As bright on the whole: only where it is tells the class.
        Dictionary<string, IReadOnlyList<ExamTraits>> study = Study((_, random) => 5 + random.NextInt(7), label =>
            [.. Enumerable.Range(0, 512).Select(i => (byte)(i % 64 / 32 == label ? 200 : 20))]);

        ShortcutBaseline baseline = Measure(study);

        Assert.True(baseline.Strip is { Auc: 1, Red: true });
        Assert.False(baseline.Joint!.Red);
    }

    [Fact]
    public void Without_a_test_validation_is_measured_and_it_says_so()
    {
        Dictionary<string, IReadOnlyList<ExamTraits>> study = Study((_, random) => 5 + random.NextInt(7));
        study["validation"] = study["test"];
        study.Remove("test");

        ShortcutBaseline baseline = Measure(study);

        Assert.Equal("validation", baseline.Split);
        Assert.Contains("There is no labelled test split, so regressions are measured on validation.", baseline.Notes);
    }

    [Fact]
    public void Missing_labels_classes_splits_and_patients_are_sentences()
    {
        Dictionary<string, IReadOnlyList<ExamTraits>> study = Study((_, random) => 5 + random.NextInt(7));
        IReadOnlyList<ExamTraits> train = study["train"], test = study["test"];

        Assert.Equal("No exam has a label, so there is no class to give away.", Measure(new() { ["test"] = Relabelled(test, null) }).Why);
        Assert.Equal("All labelled exams are of the class ill, so there is nothing to tell apart.",
            Measure(new() { ["test"] = Relabelled(test, 1) }).Why);
        Assert.Equal("neither test nor validation has exams with labels to measure on", Measure(new() { ["train"] = train }).Joint!.Why);
        Assert.Equal("all labelled exams to measure on are of the class ill",
            Measure(new() { ["train"] = train, ["test"] = Relabelled(test, 1) }).Joint!.Why);
        Assert.Equal("train has no exams with labels to fit to", Measure(new() { ["test"] = test }).Joint!.Why);
        Assert.Equal("all labelled exams of train are of the class ill",
            Measure(new() { ["train"] = Relabelled(train, 1), ["test"] = test }).Joint!.Why);
        Assert.StartsWith("Patients are not known", Assert.Single(Measure(study).Notes));
    }

    [Fact]
    public void A_class_of_few_exams_has_a_reason_instead_of_an_interval()
    {
        Dictionary<string, IReadOnlyList<ExamTraits>> study = Study((label, random) => 5 + random.NextInt(4) + 3 * label);
        foreach (string split in study.Keys)
        {
            study[split] =
                [.. study[split].Where(exam => exam.Exam.Label == 0), .. study[split].Where(exam => exam.Exam.Label == 1).Take(2)];
        }

        ShortcutBaseline baseline = Measure(study);

        Assert.Equal("ill has 2 exams here; an interval needs at least 5", baseline.Joint!.Why);
        Assert.Null(baseline.Joint.Interval);
        Assert.False(baseline.Red);
        Assert.Contains("ill: fewer than 5 exams, too few for an interval.", baseline.Notes);
        Assert.All(baseline.Features, feature => Assert.Null(feature.Classes[1]!.Interval));
    }

    [Fact]
    public void The_same_exams_give_the_same_figures()
    {
        Dictionary<string, IReadOnlyList<ExamTraits>> study = Study((_, random) => 5 + random.NextInt(7));

        ShortcutBaseline one = Measure(study), other = Measure(study);

        Assert.Equal(one.Features.Select(feature => (feature.P, feature.H)), other.Features.Select(feature => (feature.P, feature.H)));
    }

    private static ShortcutBaseline Measure(Dictionary<string, IReadOnlyList<ExamTraits>> splits) =>
        BaselineMeasurement.Measure(splits, Classes, patients: null, progress: null, CancellationToken.None);

    private static IReadOnlyList<ExamTraits> Relabelled(IReadOnlyList<ExamTraits> exams, int? label) =>
        [.. exams.Select(exam => Exam(exam.Exam.Name, label, 5, []))];

    private static Dictionary<string, IReadOnlyList<ExamTraits>> Study(Func<int, SeededRandom, int> frames, Func<int, byte[]>? strip = null)
    {
        SeededRandom random = new(1, "baseline");
        return new()
        {
            ["train"] = [.. Enumerable.Range(0, 100).Select(i => Exam($"{i}_L", i % 2, frames(i % 2, random), strip?.Invoke(i % 2) ?? []))],
            ["test"] = [.. Enumerable.Range(100, 60).Select(i => Exam($"{i}_R", i % 2, frames(i % 2, random), strip?.Invoke(i % 2) ?? []))],
        };
    }

    private static ExamTraits Exam(string name, int? label, int count, byte[] strip)
    {
        FrameFile[] frames = [.. Enumerable.Range(1, count).Select(i => new FrameFile($"/{name}/{i}.jpg", 100, default, 200, 150))];
        FrameTraits traits = new(100, 90, null, 80, 20, strip, 0, 0, 0.48, null);
        return new ExamTraits(new Exam(name, label, [.. frames.Select(frame => frame.Path)]), frames, [.. frames.Select(_ => traits)],
            Modality.Full, strip.Length == 0 ? 0 : 8);
    }
}
