using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Paired.Decisions;
using Angioboard.Core.Evaluation.Paired.Resampling;

namespace Angioboard.Core.Tests.Evaluation.Paired;

/// <summary>
/// 2,000 data sets with two equally good runs: how often each test finds a difference at 5 %. Each patient has two alike eyes, so that
/// tests over exams find too many.
/// </summary>
public sealed class NullSimulationTests
{
    private const int Sets = 2000, Patients = 80;

    [Fact]
    public void Tests_by_patient_find_a_difference_between_equal_runs_in_5_percent()
    {
        double[][] p = Simulate(set =>
        {
            (NamedExams a, NamedExams b, int[] units) = Draw(set, eyes: 2);
            DecisionTests decisions = DecisionTests.Of(a, b, units);
            ClassAreas areas = ClassAreas.Of(a, b, 1, units);
            return
            [
                areas.Clustered!.P!.Value,
                MacroAreas.Of(a, b, units).Patients!.P!.Value,
                decisions.Clustered.Obuchowski!.P,
                SwapTest.Of(DecisionTests.Differences(a, b), units).PatientsP,
                areas.Delong!.P!.Value,
            ];
        });

        double[] found = [.. Enumerable.Range(0, 5).Select(test => Share(p, test))];
        Assert.All(found[..3], share => Assert.InRange(share, 0.03, 0.07));
        // An exact test finds at most its level, and less where few patients differ.
        Assert.InRange(found[3], 0.02, 0.055);
        // DeLong's test takes the two eyes for independent.
        Assert.InRange(found[4], 0.08, 0.25);
    }

    [Fact]
    public void Tests_over_single_exams_find_a_difference_between_equal_runs_in_5_percent()
    {
        double[][] p = Simulate(set =>
        {
            (NamedExams a, NamedExams b, int[] units) = Draw(set + Sets, eyes: 1);
            McNemarTest decisions = DecisionTests.Of(a, b, units).Overall;
            return
            [
                ClassAreas.Of(a, b, 1, units).Delong!.P!.Value,
                decisions.Chi2P ?? 1,
                decisions.MidP,
                Agreement.Of(a.Exams.Predicted, b.Exams.Predicted, 3).StuartMaxwell.P,
                CochranQ.Of([DecisionTests.Right(a), DecisionTests.Right(b)]).P,
                decisions.ExactP,
            ];
        });

        Assert.All(Enumerable.Range(0, 5), test => Assert.InRange(Share(p, test), 0.03, 0.07));
        Assert.InRange(Share(p, 5), 0.01, 0.05);
    }

    [Fact]
    public void Resamples_of_patients_find_a_difference_between_equal_runs_in_5_percent()
    {
        int[] metrics = [.. ((string[])[MetricNames.AucOvrMacro, MetricNames.Accuracy, MetricNames.LogLoss, MetricNames.F1Macro])
            .Select(name => PairedMetrics.Names.ToList().IndexOf(name))];
        FewestUnits enough = new(0, 100, "patients");

        double[][] p = Simulate(set =>
        {
            (NamedExams a, NamedExams b, int[] units) = Draw(set + 2 * Sets, eyes: 2);
            DrawnUnits drawn = new([.. Enumerable.Range(0, Patients).Select(patient => new[] { 2 * patient, 2 * patient + 1 })]);
            PairedDraws draws =
                PairedDraws.Draw([a.Exams, b.Exams], drawn, 400, $"{set}", progress: null, TestContext.Current.CancellationToken);
            return [.. metrics.Select(m => MetricDifference.Of(
                PairedMetrics.Names[m], 0.01, draws.Differences(0, 1, m), draws.Whole, enough, Patients).P!.Value)];
        });

        Assert.All(Enumerable.Range(0, metrics.Length), metric => Assert.InRange(Share(p, metric), 0.03, 0.07));
    }

    [Fact]
    public void Settings_that_differ_by_luck_alone_are_found_to_differ_in_5_percent()
    {
        double[][] p = Simulate(set =>
        {
            SeededRandom random = new(set, "seeds");
            double exams = 0.01 * random.NextNormal();
            return
            [
                SeedComparison.Of(
                    [.. Enumerable.Range(0, 4).Select(_ => exams + 0.02 * random.NextNormal())],
                    [.. Enumerable.Range(0, 4).Select(_ => 0.02 * random.NextNormal())], 0.0001, Patients, lowerIsBetter: false).P!.Value,
            ];
        });

        Assert.InRange(Share(p, 0), 0.03, 0.07);
    }

    private static double[][] Simulate(Func<int, double[]> p)
    {
        double[][] found = new double[Sets][];
        Parallel.For(0, Sets, set => found[set] = p(set));
        return found;
    }

    private static double Share(double[][] p, int test) => p.Count(set => set[test] < 0.05) / (double)p.Length;

    // The eyes of a patient share the label and most of what either run sees in them.
    private static (NamedExams A, NamedExams B, int[] Patients) Draw(int set, int eyes)
    {
        const int classes = 3;
        SeededRandom random = new(set, "null");
        int[] labels = new int[Patients * eyes], units = new int[labels.Length];
        double[][] a = new double[labels.Length][], b = new double[labels.Length][];
        for (int patient = 0; patient < Patients; patient++)
        {
            double[] seen = Noise(classes), byA = Noise(classes), byB = Noise(classes);
            int label = patient % classes;
            for (int i = patient * eyes; i < (patient + 1) * eyes; i++)
            {
                (labels[i], units[i]) = (label, patient);
                a[i] = Row(label, seen, byA);
                b[i] = Row(label, seen, byB);
            }
        }
        return (Named("A", a), Named("B", b), units);

        double[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];

        double[] Row(int label, double[] seen, double[] own)
        {
            double[] logits = [.. Noise(classes).Select((n, c) => seen[c] + own[c] + 0.5 * n + (c == label ? 1.5 : 0))];
            return SyntheticPredictions.Softmax(logits);
        }

        NamedExams Named(string name, double[][] rows) => new(name, new ScoredExams(labels, rows, classes));
    }
}
