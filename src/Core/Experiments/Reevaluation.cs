using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Reports;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Experiments;

/// <summary>
/// Evaluates what a run has predicted once more, without its data or model: a newer version may compute intervals in better ways.
/// </summary>
public static class Reevaluation
{
    /// <summary>Evaluates a run's predictions.json and replaces its evaluation.json, calibration.json and reports.</summary>
    /// <exception cref="InputException">Settings or predictions cannot be read, or the folder cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the files are as before.</exception>
    public static EvaluationReport Do(RunFolder run, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        RunSettings settings = SettingsRules.Resolve(SettingsFile.Combine([SettingsFile.Read(run.Settings)]));
        List<string> notes = [];
        IReadOnlyList<SplitPredictions> splits = PredictionsFile.Read(run.Predictions, settings.ClassNames, notes);
        IReadOnlyDictionary<string, string>? patients = settings.Patients is { } patterns
            ? PatientMap.Parse(patterns).Assign(splits.Select(split => (split.Split, split.Exams.Select(exam => exam.Exam))), cancellation)
            : null;
        return EvaluationFiles.Write(
            run.Path, splits, new EvaluationOptions(settings.ClassNames!, patients) { Notes = notes }, progress, cancellation,
            ReportSource.Of(run, settings));
    }
}
