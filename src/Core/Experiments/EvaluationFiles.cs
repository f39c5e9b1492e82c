using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Core.Reports;
using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Experiments;

/// <summary>
/// Evaluates predictions and writes the results to a folder: evaluation.json, evaluation.pdf, auimcp.pdf and, where the calibration is
/// fitted here, calibration.json.
/// </summary>
public static class EvaluationFiles
{
    /// <summary>Fits a calibration, evaluates, and writes all four.</summary>
    /// <exception cref="InputException">Nothing can be evaluated, or the folder cannot be written to.</exception>
    public static EvaluationReport Write(
        string folder, IReadOnlyList<SplitPredictions> predictions, EvaluationOptions options, IProgress<StageProgress>? progress,
        CancellationToken cancellation,
        ReportSource? source = null)
    {
        (EvaluationReport report, RunCalibration calibration) = Evaluator.Calibrate(predictions, options, progress, cancellation);
        Write(folder, report, calibration, source);
        return report;
    }

    /// <summary>Evaluates another dataset with the run's own calibration, or none, and writes the other three.</summary>
    /// <exception cref="InputException">Nothing can be evaluated, or the folder cannot be written to.</exception>
    public static EvaluationReport WriteElsewhere(
        string folder, IReadOnlyList<SplitPredictions> predictions, EvaluationOptions options, IProgress<StageProgress>? progress,
        CancellationToken cancellation,
        ReportSource? source = null)
    {
        EvaluationReport report = Evaluator.Evaluate(predictions, options, progress, cancellation);
        Write(folder, report, null, source);
        return report;
    }

    /// <summary>Writes an evaluation's files; without a calibration, no calibration.json.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write(string folder, EvaluationReport report, RunCalibration? calibration, ReportSource? source = null)
    {
        AtomicFile.CreateFolder(folder);
        RunFolder names = new(folder);
        EvaluationFile.Write(names.Evaluation, report);
        if (calibration is not null) CalibrationFile.Write(names.Calibration, calibration);
        EvaluationPdf.Write(names.EvaluationPdf, report, source is null ? null : source with { Seal = TestSealFile.Find(names) });
        AuimcpPdf.Write(names.AuimcpPdf, report, source);
    }
}
