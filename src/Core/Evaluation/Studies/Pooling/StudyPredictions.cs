using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;

namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>What the results of a study follow from: its plan in short, and the predictions of the runs that are finished.</summary>
public sealed record StudyPredictions
{
    private const int FewestResamples = 100, MostResamples = 100_000;

    /// <summary>Class names, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The variants, in the order to report them.</summary>
    public required IReadOnlyList<string> Variants { get; init; }

    /// <summary>The variant that all others are compared with; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>The seeds that each variant is trained with in each fold.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>
    /// For each fold, how many exams a run of it is trained on. A study without folds has one, in which all runs have the same test split.
    /// </summary>
    public required IReadOnlyList<int> TrainExams { get; init; }

    /// <summary>The finished runs, in any order.</summary>
    public required IReadOnlyList<PredictedRun> Runs { get; init; }

    /// <summary>Patient of every exam; null if patients are unknown, and exams count as independent.</summary>
    public IReadOnlyDictionary<string, string>? Patients { get; init; }

    /// <summary>The one metric that decides, a name of <see cref="FoldedMetrics.Names"/>.</summary>
    public string Metric { get; init; } = MetricNames.AucOvrMacro;

    /// <summary>How many draws of patients.</summary>
    public int Resamples { get; init; } = ComparisonOptions.UsualResamples;

    /// <summary>In a learning curve: how many patients each variant is trained on; else null.</summary>
    public IReadOnlyDictionary<string, int>? TrainPatients { get; init; }

    /// <summary>In a comparison of variants of several studies: the seeds of each variant; else null.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>>? SeedsByVariant { get; init; }

    /// <summary>Whether chosen variants are compared, and not all of a study.</summary>
    internal bool IsComparison => SeedsByVariant is not null;

    /// <summary>The seeds that a variant is trained with in each fold.</summary>
    internal IReadOnlyList<long> SeedsOf(string variant) => SeedsByVariant?.GetValueOrDefault(variant) ?? Seeds;

    /// <summary>How many folds there are.</summary>
    internal int Folds => TrainExams.Count;

    /// <summary>What counts as independent, in the plural.</summary>
    internal string Unit => Patients is null ? "exams" : "patients";

    /// <summary>Refuses a plan that cannot be computed.</summary>
    /// <exception cref="InputException">A name or number is not valid. Every problem is listed.</exception>
    internal void Require()
    {
        List<string> problems = [];
        if (Classes.Count < 2) problems.Add("classes: a study needs two or more");
        if (Variants.Count == 0) problems.Add("variants: give at least one");
        if (Variants.Distinct().Count() < Variants.Count) problems.Add("variants: two have one name; give each its own");
        if (Seeds.Count == 0) problems.Add("seeds: give at least one");
        if (Seeds.Distinct().Count() < Seeds.Count) problems.Add("seeds: one is there twice; give each once");
        if (TrainExams.Count == 0) problems.Add("folds: give at least one");
        if (TrainExams.Any(exams => exams < 1)) problems.Add("folds: one is trained on no exam");
        if (Baseline is { } baseline && !Variants.Contains(baseline))
            problems.Add($"baseline: no variant is called {baseline}; give one of {string.Join(", ", Variants)}");
        if (!FoldedMetrics.Names.Contains(Metric))
            problems.Add($"metric: {Metric} is not one of {string.Join(", ", FoldedMetrics.Names)}");
        if (Resamples is < FewestResamples or > MostResamples)
            problems.Add($"resamples: {Resamples} is not within {FewestResamples} and {MostResamples}");
        if (TrainPatients is { } sizes && Variants.Any(variant => !sizes.TryGetValue(variant, out int patients) || patients < 1))
            problems.Add("learning curve: give the number of patients of every variant");
        else if (TrainPatients is not null && Variants.GroupBy(variant => TrainPatients[variant]).Any(size => size.Skip(1).Any()))
            problems.Add("learning curve: two variants have the same number of patients; give each size once");
        if (problems.Count > 0) throw new InputException(problems);
    }
}
