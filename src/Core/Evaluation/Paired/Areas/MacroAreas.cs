using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Paired.Areas;

/// <summary>A run's mean area over the classes present.</summary>
/// <param name="Auc">The mean.</param>
/// <param name="VarianceExams">Its variance if exams are independent; null where a class, or all others, are of one exam.</param>
/// <param name="VariancePatients">Its variance if patients are independent; null where a class, or all others, are of one patient.</param>
/// <param name="LogitInterval">The 95 % interval on the logit scale, by patients.</param>
public sealed record MacroArea(double Auc, double? VarianceExams, double? VariancePatients, IReadOnlyList<double>? LogitInterval);

/// <summary>
/// Two runs' mean areas over the classes present. The variance is that of the influence function: the mean over classes of each exam's
/// placements, summed over the exams of a unit.
/// </summary>
public sealed record MacroAreas
{
    /// <summary>The first run's; null where no class has an area.</summary>
    [JsonIgnore]
    public MacroArea? First { get; init; }

    /// <summary>The second run's.</summary>
    [JsonIgnore]
    public MacroArea? Second { get; init; }

    /// <summary>The first less the second.</summary>
    public double? Difference { get; init; }

    /// <summary>The test that takes exams as independent.</summary>
    public AreaTest? Exams { get; init; }

    /// <summary>The test that takes patients as independent: the one to report.</summary>
    public AreaTest? Patients { get; init; }

    /// <summary>Why a figure is null, by its name.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    /// <summary>The areas by the runs' names, as comparison.json has them.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> ByRun { get; init; } = new Dictionary<string, object>();

    /// <summary>Compares two runs.</summary>
    /// <param name="first">The first run's exams.</param>
    /// <param name="second">The second run's, in the same order.</param>
    /// <param name="patients">Each exam's patient, from 0.</param>
    internal static MacroAreas Of(NamedExams first, NamedExams second, int[] patients)
    {
        OrderedDictionary<string, string> undefined = [];
        int[] classes = [.. Enumerable.Range(0, first.Exams.Classes).Where(c => Placements.Exist(first.Exams, c))];
        if (classes.Length == 0)
        {
            undefined["auc"] = SplitMetrics.WhyUndefined(MetricNames.AucOvrMacro);
            return new MacroAreas { Undefined = undefined };
        }
        int[] alone = [.. Enumerable.Range(0, patients.Length)];
        bool exams = HaveVariance(first.Exams, classes, alone, "exam", "exams"),
            clusters = HaveVariance(first.Exams, classes, patients, "patient", "patients");
        (double a, double[] ofFirst) = Influence(first.Exams, classes);
        (double b, double[] ofSecond) = Influence(second.Exams, classes);
        double[] apart = [.. ofFirst.Zip(ofSecond, (x, y) => x - y)];
        MacroArea of = Estimate(a, ofFirst), other = Estimate(b, ofSecond);
        AreaTest? byExam = exams ? AreaTest.Of(a - b, Variance(apart, alone), covariance: null) : null;
        AreaTest? byPatient = clusters ? AreaTest.Of(a - b, Variance(apart, patients), covariance: null) : null;
        if (byExam is { P: null }) undefined["exams.p"] = ClassAreas.NoVariance;
        if (byPatient is { P: null }) undefined["patients.p"] = ClassAreas.NoVariance;
        return new MacroAreas
        {
            First = of,
            Second = other,
            ByRun = new Dictionary<string, object> { [first.Name] = of, [second.Name] = other },
            Difference = a - b,
            Exams = byExam,
            Patients = byPatient,
            Undefined = undefined,
        };

        MacroArea Estimate(double area, double[] influence)
        {
            double? variance = clusters ? Variance(influence, patients) : null;
            return new MacroArea(area, exams ? Variance(influence, alone) : null, variance, AreaEstimate.Logit(area, variance));
        }

        bool HaveVariance(ScoredExams scored, int[] present, int[] units, string unit, string test)
        {
            foreach (int c in present)
            {
                ClassUnits seen = new(units, [.. scored.Labels.Select(label => label == c)]);
                if (seen.HaveVariance) continue;
                undefined[test] = $"class {c}: {ClassAreas.TooFew(seen, unit)}";
                return false;
            }
            return true;
        }
    }

    private static (double Area, double[] Influence) Influence(ScoredExams exams, int[] classes)
    {
        double area = 0;
        double[] influence = new double[exams.Count];
        foreach (int c in classes)
        {
            Placements placements = new(exams, c);
            area += placements.Area / classes.Length;
            for (int i = 0; i < influence.Length; i++)
            {
                int side = placements.Own[i] ? placements.Positives : placements.Negatives;
                influence[i] += placements.Centred[i] / side / classes.Length;
            }
        }
        return (area, influence);
    }

    private static double Variance(double[] influence, int[] units)
    {
        double[] sums = new double[units.Length];
        for (int i = 0; i < units.Length; i++) sums[units[i]] += influence[i];
        int count = units.Distinct().Count();
        return count / (count - 1.0) * sums.Sum(sum => sum * sum);
    }
}
