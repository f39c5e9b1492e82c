using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>The predictions of a data set by several models: their mean probabilities (Lakshminarayanan et al., 2017).</summary>
public static class EnsemblePredictions
{
    /// <summary>The mean of the models' probabilities, split by split and exam by exam, in the first model's order.</summary>
    /// <param name="models">The splits that each model predicts: the same exams, with the same number of classes.</param>
    /// <param name="leftOut">Exams to leave out, such as those that a model was trained on.</param>
    /// <exception cref="InputException">The models do not predict the same exams, or differ in their classes.</exception>
    public static IReadOnlyList<SplitPredictions> Mean(
        IReadOnlyList<IReadOnlyList<SplitPredictions>> models, IReadOnlySet<string> leftOut)
    {
        Dictionary<(string, string), ExamPrediction>[] all = [.. models.Select(model => model
            .SelectMany(split => split.Exams.Select(exam => (Key: (split.Split, exam.Exam), Exam: exam)))
            .ToDictionary(entry => entry.Key, entry => entry.Exam))];
        List<SplitPredictions> splits = [];
        foreach (SplitPredictions split in models[0])
        {
            List<ExamPrediction> exams = [];
            foreach (ExamPrediction exam in split.Exams.Where(exam => !leftOut.Contains(exam.Exam)))
            {
                ExamPrediction[] own = [.. all.Select(model => model.GetValueOrDefault((split.Split, exam.Exam))
                    ?? throw new InputException($"{exam.Exam}: is not predicted by all models of the ensemble; predict the same exams"))];
                if (own.Select(model => model.Probabilities.Length).Distinct().Count() > 1)
                    throw new InputException($"{exam.Exam}: the models of the ensemble differ in their classes; choose runs of the same "
                        + "classes");
                exams.Add(exam with { Probabilities = MeanProbabilities.Of(own) });
            }
            if (exams.Count > 0) splits.Add(split with { Exams = exams });
        }
        return splits;
    }
}
