using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Decisions;

/// <summary>The thresholds and the calibration of one run, set on its validation exams, and its test exams.</summary>
internal sealed class FoldDecision
{
    /// <param name="run">The run.</param>
    /// <param name="test">Its labelled test exams.</param>
    /// <param name="study">The study.</param>
    public FoldDecision(PredictedRun run, IReadOnlyList<ExamPrediction> test, StudyPredictions study)
    {
        (Run, Test) = (run, test);
        ExamPrediction[] validation =
            [.. (run.Of(PredictedRun.Validation) ?? []).Where(exam => exam.Label is not null)];
        Thresholds = Thresholds.Set(validation.Length == 0
            ? new Dictionary<string, ScoredExams>()
            : new Dictionary<string, ScoredExams> { [PredictedRun.Validation] = Score(validation, exam => exam.Probabilities, study) },
            study.Classes.Count);
        // Only test exams must have a patient.
        bool known = study.Patients is { } patients && validation.All(exam => patients.ContainsKey(exam.Exam));
        Calibration = CalibrationFit.Of(run.Predictions, study.Classes, known ? study.Patients : null);
        if (test.Count == 0) return;
        After = [.. test.Select(exam => Calibration.Changes ? Calibration.Recalibration.Apply(exam.Probabilities) : exam.Probabilities)];
        EceBefore = Ece(Score(test, exam => exam.Probabilities, study));
        EceAfter = Ece(new ScoredExams([.. test.Select(exam => exam.Label!.Value)], After, study.Classes.Count));
    }

    public PredictedRun Run { get; }

    /// <summary>Its test exams, in their order.</summary>
    public IReadOnlyList<ExamPrediction> Test { get; }

    public Thresholds Thresholds { get; }

    public RunCalibration Calibration { get; }

    /// <summary>The calibrated probabilities of the test exams.</summary>
    public IReadOnlyList<double[]> After { get; } = [];

    private double? EceBefore { get; }

    private double? EceAfter { get; }

    /// <summary>What to keep of it.</summary>
    public RunDecisions Kept(int classes) => new()
    {
        Fold = Run.Fold,
        Seed = Run.Seed,
        Method = Calibration.Method,
        Why = Calibration.Why,
        EceBefore = EceBefore,
        EceAfter = EceAfter,
        Thresholds = [.. Enumerable.Range(0, classes).Select(c =>
        {
            OrderedDictionary<string, double?> own = [];
            foreach (string rule in ThresholdRule.All)
                own.Add(rule, ThresholdRule.Of(rule, Thresholds, c) is { } at && double.IsFinite(at) ? at : null);
            return own;
        })],
    };

    private static ScoredExams Score(
        IReadOnlyList<ExamPrediction> exams, Func<ExamPrediction, double[]> probabilities, StudyPredictions study) =>
        new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(probabilities)], study.Classes.Count);

    private static double Ece(ScoredExams exams) => Metrics.Calibration.Error(exams, exams.Once);
}
