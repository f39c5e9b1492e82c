using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
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
{
    /// <summary>Where it was trained; null if settings.json does not say.</summary>
    public JsonObject? Environment { get; private init; }

    /// <summary>train.meta.json; null if it is not there, or cannot be read.</summary>
    public JsonObject? Meta { get; private init; }

    /// <summary>calibration.json; null in older runs.</summary>
    public RunCalibration? Calibration { get; private init; }

    /// <summary>The epochs that count.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; private init; } = [];

    /// <summary>The seal on its test split; null for none.</summary>
    public TestSeal? Seal { get; private init; }

    /// <summary>What makes it a repetition of others: all settings but the seed.</summary>
    public string SettingsHash { get; } = Runs.SettingsHash.Of(Settings);

    /// <summary>The epoch that was kept, counted from 1; null if none has a value.</summary>
    public EpochRecord? Kept
    {
        get
        {
            EpochRecord? best = null;
            string key = Settings.CheckpointMetric.Key();
            foreach (EpochRecord epoch in Epochs)
            {
                if (Settings.CheckpointMetric.Improves(epoch.Values.GetValueOrDefault(key), best?.Values.GetValueOrDefault(key)))
                    best = epoch;
            }
            return best;
        }
    }

    /// <summary>A setting as people write it.</summary>
    public string Text(string setting) =>
        Lists.Columns.SettingsDifference.Text(setting, SettingsFile.ToJson(Settings)[setting]);

    /// <summary>Reads a run's folder.</summary>
    /// <exception cref="InputException">A file is missing or cannot be read, or its evaluation is of an older version.</exception>
    public static PaperRun Read(string name, string path)
    {
        RunFolder folder = new(path);
        if (!File.Exists(folder.Settings))
            throw new InputException($"{path}: is not a run's folder, as it has no settings.json; give a Train_N");
        if (!File.Exists(folder.Evaluation)) throw new InputException($"{path}: has no evaluation; write one with `angioboard evaluate "
            + $"{path}`");
        RunSettings settings = SettingsRules.Resolve(SettingsFile.Combine([SettingsFile.Read(folder.Settings)]));
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
            Environment = SettingsFile.Provenance(folder.Settings)?.Environment as JsonObject,
            Meta = Parse(folder.Meta),
            Calibration = CalibrationFile.Find(folder.Calibration),
            Epochs = [.. RunState.Of(folder.Metrics).Epochs],
            Seal = TestSealFile.Find(folder),
        };
    }

    private static JsonObject? Parse(string path)
    {
        try
        {
            return JsonText.Parse(SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson))) as JsonObject;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or InputException)
        {
            return null;
        }
    }
}
