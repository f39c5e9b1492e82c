using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Conformal;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation;

/// <summary>Computes metrics, curves and intervals from predictions.</summary>
public static class Evaluator
{
    /// <summary>
    /// Evaluates every split that has labelled exams, by scikit-learn's definitions, with macro means over the classes
    /// present. What cannot be defined is null, with the reason beside it.
    /// </summary>
    /// <param name="predictions">The splits, in the order to report them; a probability for each class of the options.</param>
    /// <param name="options">Classes, patients and resamples.</param>
    /// <param name="progress">Receives the progress after each split.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    /// <exception cref="InputException">No exam has a label, or a labelled exam has no patient although patients are given.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EvaluationReport Evaluate(
        IReadOnlyList<SplitPredictions> predictions,
        EvaluationOptions options,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        (SplitPredictions Split, ExamPrediction[] Labelled)[] labelled = Labelled(predictions);
        if (labelled.All(split => split.Labelled.Length == 0))
        {
            throw new InputException("predictions: no exam has a label, so there is nothing to evaluate; give the labels of some exams");
        }
        RefuseMissingPatients(labelled, options.Patients);

        OrderedDictionary<string, ScoredExams> scored = [];
        List<string> notes = [.. options.Notes ?? []];
        foreach ((SplitPredictions split, ExamPrediction[] exams) in labelled)
        {
            if (exams.Length == 0) notes.Add($"{split.Split}: left out, as none of its {split.Exams.Count} exams has a label");
            else scored.Add(split.Split, Score(exams, options.Classes.Count));
        }

        string unitName = options.Patients is null ? "exams" : "patients";
        Thresholds thresholds = Thresholds.Set(scored, options.Classes.Count);
        OrderedDictionary<string, SplitReport> reports = [];
        foreach ((SplitPredictions split, ExamPrediction[] exams) in labelled.Where(split => split.Labelled.Length > 0))
        {
            progress?.Report(new StageProgress("evaluating", reports.Count, scored.Count, split.Split));
            ScoredExams scores = scored[split.Split];
            ExamUnits units = new([.. exams.Select(exam => exam.Exam)], scores.Labels, options.Classes.Count, options.Patients);
            SplitIntervals intervals = new(scores, units, unitName, options.Classes,
                Bootstrap.Rows(scores, units, options.Resamples, split.Split, cancellation));
            SplitEvaluation evaluation = new(scores, units, options.Classes, thresholds, intervals);
            reports.Add(split.Split, evaluation.Report(split.Exams.Count - exams.Length) with
            {
                Calibrated = options.Calibration is { } calibration
                    ? new CalibrationCheck(calibration, options.Classes, unitName, options.Resamples)
                        .Of(scores, units, split.Split, cancellation)
                    : null,
                Sets = options.Calibration?.Conformal is { } quantiles
                    ? ConformalCheck.Of(quantiles, scores, units.Of, options.Classes)
                    : null,
            });
        }
        progress?.Report(new StageProgress("evaluating", reports.Count, scored.Count));

        return new EvaluationReport
        {
            Classes = options.Classes,
            Bootstrap = new BootstrapReport(options.Resamples, unitName),
            ThresholdSplit = thresholds.Split,
            Notes = notes,
            Splits = reports,
        };
    }

    /// <summary>Fits a calibration to the validation split, and evaluates with it.</summary>
    /// <param name="predictions">The splits.</param>
    /// <param name="options">Classes, patients and resamples.</param>
    /// <param name="progress">Receives the progress after each split.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    /// <exception cref="InputException">As of <see cref="Evaluate"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (EvaluationReport Report, RunCalibration Calibration) Calibrate(
        IReadOnlyList<SplitPredictions> predictions, EvaluationOptions options, IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        RefuseMissingPatients(Labelled(predictions), options.Patients);
        RunCalibration calibration = CalibrationFit.Of(predictions, options.Classes, options.Patients);
        return (Evaluate(predictions, options with { Calibration = calibration }, progress, cancellation), calibration);
    }

    private static (SplitPredictions Split, ExamPrediction[] Labelled)[] Labelled(IReadOnlyList<SplitPredictions> predictions) =>
        [.. predictions.Select(split => (split, split.Exams.Where(exam => exam.Label is not null).ToArray()))];

    private static ScoredExams Score(ExamPrediction[] exams, int classes) =>
        new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)], classes);

    private static void RefuseMissingPatients(
        IEnumerable<(SplitPredictions Split, ExamPrediction[] Labelled)> splits, IReadOnlyDictionary<string, string>? patients)
    {
        if (patients is null) return;
        string[] problems =
        [
            .. from split in splits
               from exam in split.Labelled
               where !patients.ContainsKey(exam.Exam)
               select $"{split.Split.Split}/{exam.Exam}: no patient is known for this exam; add it to the patients",
        ];
        if (problems.Length > 0) throw new InputException(problems);
    }
}
