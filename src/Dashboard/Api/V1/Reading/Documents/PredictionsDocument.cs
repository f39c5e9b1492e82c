using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The predictions of a run, without sealed splits.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="ClassNames">The classes in the order of their labels; null if they have no names.</param>
/// <param name="Splits">The exams of each split.</param>
internal sealed record PredictionsDocument(
    string Run, IReadOnlyList<string>? ClassNames, IReadOnlyDictionary<string, IReadOnlyList<PredictionDocument>> Splits)
{
    /// <summary>Of a run's predictions.json.</summary>
    public static PredictionsDocument Of(string run, IReadOnlyList<string>? classes, IReadOnlyList<SplitPredictions> splits) => new(
        run, classes, splits.ToDictionary(split => split.Split, split => (IReadOnlyList<PredictionDocument>)[.. split.Exams.Select(exam =>
            new PredictionDocument(exam.Exam, exam.Label, exam.Predicted, exam.Probabilities))]));
}

/// <summary>The prediction of an exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Label">Its true class, from 0; null if unknown.</param>
/// <param name="Predicted">The class with the largest probability.</param>
/// <param name="Probabilities">One for each class.</param>
internal sealed record PredictionDocument(string Exam, int? Label, int Predicted, IReadOnlyList<double> Probabilities);
