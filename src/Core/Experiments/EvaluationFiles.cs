using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Core.Reports;
using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Experiments;

/// <summary>Evaluates predictions and writes the results to a folder: evaluation.json, evaluation.pdf, auimcp.pdf.</summary>
public static class EvaluationFiles
{
    /// <summary>Evaluates and writes all three.</summary>
    /// <exception cref="InputException">Nothing can be evaluated, or the folder cannot be written to.</exception>
    public static EvaluationReport Write(
        string folder, IReadOnlyList<SplitPredictions> predictions, EvaluationOptions options, IProgress<StageProgress>? progress,
        CancellationToken cancellation,
        ReportSource? source = null)
    {
        EvaluationReport report = Evaluator.Evaluate(predictions, options, progress, cancellation);
        Write(folder, report, source);
        return report;
    }

    /// <summary>Writes an evaluation's three files.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write(string folder, EvaluationReport report, ReportSource? source = null)
    {
        AtomicFile.CreateFolder(folder);
        RunFolder names = new(folder);
        EvaluationFile.Write(names.Evaluation, report);
        EvaluationPdf.Write(names.EvaluationPdf, report, source);
        AuimcpPdf.Write(names.AuimcpPdf, report, source);
    }
}
