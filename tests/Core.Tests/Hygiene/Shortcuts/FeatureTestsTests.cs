using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Hygiene.Shortcuts;
using Angioboard.Core.Phantom;

namespace Angioboard.Core.Tests.Hygiene.Shortcuts;

public sealed class FeatureTestsTests
{
    private const int Permutations = 199;

    [Fact]
    public void The_plain_phantoms_numbers_of_frames_give_uniform_p_values()
    {
        double[] p = [.. Enumerable.Range(0, 60).Select(seed => Frames(new PhantomOptions(150, seed)).P)];

        // Kolmogorov and Smirnov's distance: above 1.63 / √60 in one of a hundred.
        double distance = p.Order().Index()
            .Max(value => Math.Max(Math.Abs((value.Index + 1) / 60.0 - value.Item), Math.Abs(value.Index / 60.0 - value.Item)));
        Assert.InRange(distance, 0, 0.21);
    }

    [Fact]
    public void Three_more_frames_of_one_class_are_found()
    {
        ShortcutFeature[] planted = [.. Enumerable.Range(0, 5).Select(seed => Frames(new PhantomOptions(520, seed) { ShortcutClass = 2 }))];

        Assert.All(planted, feature =>
        {
            Assert.True(feature.Red);
            Assert.True(feature.Classes[2] is { Higher: true, Auc: > 0.65, P: < 0.05 });
        });
    }

    [Fact]
    public void Two_eyes_that_are_alike_do_not_count_as_two()
    {
        int rejected = 0;
        for (int study = 0; study < 100; study++)
        {
            SeededRandom random = new(study, "alike");
            int[] ofPatient = [.. Enumerable.Range(0, 40).Select(_ => random.NextInt(2))];
            double[] values = [.. Enumerable.Range(0, 40).Select(_ => random.NextNormal())];
            string[] exams = [.. Enumerable.Range(0, 80).Select(i => $"{i / 2}_{"LR"[i % 2]}")];
            int[] labels = [.. Enumerable.Range(0, 80).Select(i => ofPatient[i / 2])];
            ExamUnits units = new(exams, labels, 2, exams.ToDictionary(exam => exam, exam => exam.Split('_')[0]));

            ShortcutFeature[] tested = FeatureTests.Test(["frames"], [.. Enumerable.Range(0, 80).Select(i => new[] { values[i / 2] })],
                labels, 2, units, Permutations, CancellationToken.None);
            if (tested[0].P < 0.05) rejected++;
        }

        // Of a binomial with 5 %, more than 11 are one case in two hundred; exams as units would give about 16.
        Assert.InRange(rejected, 0, 11);
    }

    [Fact]
    public void A_feature_that_separates_perfectly_is_red_without_an_interval()
    {
        string[] exams = [.. Enumerable.Range(0, 40).Select(i => $"{i}")];
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 2)];

        ShortcutFeature feature = FeatureTests.Test(["frames"], [.. labels.Select(label => new double[] { 8 - 3 * label })], labels, 2,
            new ExamUnits(exams, labels, 2, null), Permutations, CancellationToken.None)[0];

        Assert.True(feature.Red);
        Assert.True(feature.Classes[1] is { Auc: 1, Higher: false, Interval: null });
    }

    // From the plan alone: no frame is drawn.
    private static ShortcutFeature Frames(PhantomOptions options)
    {
        IReadOnlyList<PlannedExam> plan = PhantomPlan.Draw(options);
        string[] names = [.. plan.Select(exam => exam.Name)];
        int[] labels = [.. plan.Select(exam => (int)exam.Class)];
        ExamUnits units = new(names, labels, 5, plan.ToDictionary(exam => exam.Name, exam => $"{exam.Patient}"));
        double[][] rows = [.. plan.Select(exam => new double[]
        {
            FrameTiming.Draw(new SeededRandom(options.Seed, "phantom exam", exam.Index), exam.ExtraFrames).Count,
        })];
        return FeatureTests.Test([FeatureNames.Frames], rows, labels, 5, units, Permutations, CancellationToken.None)[0];
    }
}
