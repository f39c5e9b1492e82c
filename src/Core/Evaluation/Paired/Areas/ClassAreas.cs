using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Paired.Areas;

/// <summary>Two runs' areas under the ROC curve of a class against the rest, on the same exams, and the test of their difference.</summary>
public sealed record ClassAreas
{
    /// <summary>Why a difference has no p-value.</summary>
    internal const string NoVariance = "the difference has no variance in these exams";

    /// <summary>The class, from 0.</summary>
    public required int Class { get; init; }

    /// <summary>Exams of the class.</summary>
    public required int Positives { get; init; }

    /// <summary>Exams of the other classes.</summary>
    public required int Negatives { get; init; }

    /// <summary>Patients with an exam of the class.</summary>
    public required int PatientsWithPositives { get; init; }

    /// <summary>Patients with an exam of another class.</summary>
    public required int PatientsWithNegatives { get; init; }

    /// <summary>The area of the first run; null where there is none.</summary>
    [JsonIgnore]
    public AreaEstimate? First { get; init; }

    /// <summary>The area of the second run.</summary>
    [JsonIgnore]
    public AreaEstimate? Second { get; init; }

    /// <summary>The first area less the second.</summary>
    public double? Difference { get; init; }

    /// <summary>The test of DeLong, DeLong and Clarke-Pearson (1988), which takes exams as independent.</summary>
    public AreaTest? Delong { get; init; }

    /// <summary>The test of Obuchowski (1997), which takes patients as independent: the one to report.</summary>
    public AreaTest? Clustered { get; init; }

    /// <summary>Why a figure is null, by its name.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    /// <summary>The areas by the runs' names, as comparison.json has them.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> ByRun { get; init; } = new Dictionary<string, object>();

    /// <summary>Compares two runs' areas of a class.</summary>
    /// <param name="first">The first run's exams.</param>
    /// <param name="second">The second run's, in the same order.</param>
    /// <param name="c">The class.</param>
    /// <param name="patients">Each exam's patient, from 0.</param>
    internal static ClassAreas Of(NamedExams first, NamedExams second, int c, int[] patients)
    {
        bool[] own = [.. first.Exams.Labels.Select(label => label == c)];
        ClassUnits alone = new([.. Enumerable.Range(0, own.Length)], own), clusters = new(patients, own);
        OrderedDictionary<string, string> undefined = [];
        ClassAreas counted = new()
        {
            Class = c,
            Positives = alone.WithPositives,
            Negatives = alone.WithNegatives,
            PatientsWithPositives = clusters.WithPositives,
            PatientsWithNegatives = clusters.WithNegatives,
            Undefined = undefined,
        };
        if (!Placements.Exist(first.Exams, c))
        {
            undefined["auc"] = alone.WithPositives == 0 ? "this class has no exams here" : "all exams here are of this class";
            return counted;
        }
        Placements a = new(first.Exams, c), b = new(second.Exams, c);
        double[] apart = [.. a.Centred.Zip(b.Centred, (x, y) => x - y)];
        double difference = a.Area - b.Area;
        AreaTest? delong = Test(alone), clustered = Test(clusters);
        Explain("delong", delong, alone, "exam");
        Explain("clustered", clustered, clusters, "patient");
        AreaEstimate of = Estimate(a, first.Name), other = Estimate(b, second.Name);
        return counted with
        {
            First = of,
            Second = other,
            ByRun = new Dictionary<string, object> { [first.Name] = of, [second.Name] = other },
            Difference = difference,
            Delong = delong,
            Clustered = clustered,
        };

        AreaTest? Test(ClassUnits units)
        {
            if (!units.HaveVariance) return null;
            double variance = units.Variance(apart);
            return AreaTest.Of(difference, variance, (units.Variance(a.Centred) + units.Variance(b.Centred) - variance) / 2);
        }

        void Explain(string name, AreaTest? test, ClassUnits units, string unit)
        {
            if (test is null) undefined[name] = TooFew(units, unit);
            else if (test.P is null) undefined[name + ".p"] = NoVariance;
        }

        AreaEstimate Estimate(Placements placements, string name)
        {
            AreaEstimate estimate = AreaEstimate.Of(placements.Area, alone.HaveVariance ? alone.Variance(placements.Centred) : null,
                clusters.HaveVariance ? clusters.Variance(placements.Centred) : null);
            if (placements.Area is 0 or 1)
                undefined[$"{name}.clustered_logit_interval"] =
                    $"the class and the rest are perfectly separated in {alone.WithPositives} and {alone.WithNegatives} exams, which gives "
                        + $"no variance";
            return estimate;
        }
    }

    /// <summary>Why there is no variance.</summary>
    internal static string TooFew(ClassUnits units, string unit) => units.WithPositives < 2
        ? $"this class is of one {unit} only, which gives no variance"
        : $"the exams of all other classes are of one {unit} only, which gives no variance";
}
