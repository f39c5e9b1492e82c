using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Comparing;

/// <summary>The out-of-fold exams of variants, with the mean probabilities of the seeds from which their figures are made.</summary>
internal static class MeanExams
{
    /// <summary>The exams of each variant of a study, in its order; null for one without predictions.</summary>
    public static IReadOnlyList<IReadOnlyList<ExamPrediction>?> Of(StudyPredictions study)
    {
        ILookup<string, OutOfFold> seeds = OutOfFold.Join(study).ToLookup(seed => seed.Variant);
        return [.. study.Variants.Select(name =>
            VariantPredictions.Of(name, [.. seeds[name]], study.Classes.Count) is { } variant ? Mean(variant) : null)];
    }

    private static ExamPrediction[] Mean(VariantPredictions variant)
    {
        ExamPrediction[][] seeds =
            [.. variant.Exams.Select(seed => seed.Predictions.SelectMany(fold => fold.Exams).ToArray())];
        return [.. seeds[0].Select((exam, i) => exam with { Probabilities = MeanProbabilities.Of([.. seeds.Select(seed => seed[i])]) })];
    }
}
