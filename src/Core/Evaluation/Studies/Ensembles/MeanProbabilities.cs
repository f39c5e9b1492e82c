using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>The mean of several models' probabilities for an exam (Lakshminarayanan, Pritzel and Blundell, 2017).</summary>
internal static class MeanProbabilities
{
    /// <summary>One mean per class; they sum to 1 as the models' do.</summary>
    public static double[] Of(IReadOnlyList<ExamPrediction> models)
    {
        double[] mean = new double[models[0].Probabilities.Length];
        foreach (ExamPrediction model in models)
        {
            for (int c = 0; c < mean.Length; c++) mean[c] += model.Probabilities[c] / models.Count;
        }
        return mean;
    }

    /// <summary>The means of a fold's exams, which are the same in the same order for all models.</summary>
    public static FoldPredictions Of(IReadOnlyList<FoldPredictions> models) => models[0] with
    {
        Exams =
        [
            .. models[0].Exams.Select((exam, i) => exam with
            {
                Probabilities = Of([.. models.Select(model => model.Exams[i])]),
            }),
        ],
    };
}
