using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Comparing;

/// <summary>
/// Compares variants of one study, or of several with the same folds. The result is that of a study that has these variants alone and the
/// reference as its baseline: its figures are the study's own.
/// </summary>
public static class VariantComparison
{
    /// <summary>The chosen variants as one study; <see cref="StudyResults.Compute"/> compares them.</summary>
    /// <param name="variants">The variants, at least two.</param>
    /// <param name="options">The metric, the reference and the number of resamples.</param>
    /// <exception cref="InputException">
    /// An option is not valid, variants share a name, or studies have other classes, folds or patients. Every problem is listed.
    /// </exception>
    public static StudyPredictions Join(IReadOnlyList<ComparedVariant> variants, ComparedVariantsOptions options)
    {
        if (variants.Count < 2) throw new InputException("one variant cannot be compared; give two or more");
        List<string> problems = [];
        foreach (string name in variants.CountBy(variant => variant.Name).Where(count => count.Value > 1).Select(count => count.Key))
            problems.Add($"{name}: is given twice; give each variant once");
        string metric = options.Metric ?? variants[0].Study.Metric;
        if (MetricNames.SameAs(metric) is { } same) problems.Add($"metric: {metric} is the same as {same}; give {same}");
        else if (!FoldedMetrics.Names.Contains(metric))
            problems.Add($"metric: {metric} is not one of {string.Join(", ", FoldedMetrics.Names)}");
        if (options.Reference is { } wanted && variants.All(variant => variant.Name != wanted))
            problems.Add($"reference: no variant is called {wanted}; give one of {string.Join("; ", variants.Select(one => one.Name))}");
        JoinedStudies studies = JoinedStudies.Of(variants, problems);
        if (problems.Count > 0) throw new InputException(problems);

        StudyPredictions joined = new()
        {
            Classes = variants[0].Study.Classes,
            Variants = [.. variants.Select(variant => variant.Name)],
            Baseline = ReferenceVariant.Of(variants, options.Reference, metric).Name,
            Seeds = [.. variants.SelectMany(variant => variant.Study.Seeds).Distinct()],
            SeedsByVariant = variants.ToDictionary(variant => variant.Name, variant => variant.Study.Seeds),
            TrainExams = studies.TrainExams,
            Runs = [.. variants.SelectMany(studies.Runs)],
            Patients = studies.Patients,
            Metric = metric,
            Resamples = options.Resamples,
        };
        joined.Require();
        return joined;
    }

    /// <summary>
    /// The exams as each variant calls them: the mean probabilities of its seeds, each exam predicted by models that were not trained on
    /// it. In the order of the variants; null for one without predictions.
    /// </summary>
    /// <param name="joined">What <see cref="Join"/> gave.</param>
    /// <exception cref="InputException">The predictions do not fit together. Every problem is listed.</exception>
    public static IReadOnlyList<IReadOnlyList<Predictions.ExamPrediction>?> Exams(StudyPredictions joined) => MeanExams.Of(joined);
}
