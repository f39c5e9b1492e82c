using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Papers.Study;

/// <summary>A run that a paper reports: what its folder says.</summary>
/// <param name="Name">What the paper calls it.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Evaluation">evaluation.json.</param>
/// <param name="Predictions">predictions.json.</param>
internal sealed record PaperRun(
    string Name, RunFolder Folder, RunSettings Settings, EvaluationReport Evaluation, IReadOnlyList<SplitPredictions> Predictions)
    : TrainedRun(Name, Folder, Settings)
{
    /// <summary>calibration.json; null in older runs.</summary>
    public RunCalibration? Calibration { get; private init; }

    /// <summary>The seal on its test split; null for none.</summary>
    public TestSeal? Seal { get; private init; }

    /// <summary>What makes it a repetition of others: all settings but the seed.</summary>
    public string SettingsHash { get; } = Runs.SettingsHash.Of(Settings);

    /// <summary>Reads a run's folder.</summary>
    /// <exception cref="InputException">A file is missing or cannot be read, or its evaluation is of an older version.</exception>
    public static PaperRun Read(string name, string path)
    {
        RunFolder folder = new(path);
        if (!File.Exists(folder.Settings))
            throw new InputException($"{path}: is not a run's folder, as it has no settings.json; give a Train_N");
        if (!File.Exists(folder.Evaluation)) throw new InputException($"{path}: has no evaluation; write one with `angioboard evaluate "
            + $"{path}`");
        TrainedRun trained = TrainedRun.Read(name, folder);
        RunSettings settings = trained.Settings;
        EvaluationReport evaluation = EvaluationFile.Read(folder.Evaluation);
        IReadOnlyList<SplitPredictions> predictions = PredictionsFile.Read(folder.Predictions, settings.ClassNames, []);
        if (evaluation.Splits.Values.Any(split => split.Units is null || split.RiskCoverage is null))
            throw new InputException($"{path}: was evaluated by an older version; evaluate it again with `angioboard evaluate {path}`");
        foreach ((string split, SplitReport report) in evaluation.Splits)
        {
            int labelled = predictions.FirstOrDefault(other => other.Split == split)?.Exams.Count(exam => exam.Label is not null) ?? 0;
            if (labelled != report.Exams)
            {
                throw new InputException($"{path}: evaluation.json is of other predictions ({split}: {report.Exams} exams, now "
                    + $"{labelled}); evaluate it again with `angioboard evaluate "
                    + $"{path}`");
            }
        }
        return new PaperRun(name, folder, settings, evaluation, predictions)
        {
            Environment = trained.Environment,
            Meta = trained.Meta,
            Calibration = CalibrationFile.Find(folder.Calibration),
            Epochs = trained.Epochs,
            Seal = TestSealFile.Find(folder),
        };
    }
}
