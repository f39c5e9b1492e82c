using Angioboard.Core;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Reading;

/// <summary>The predictions for one split.</summary>
/// <param name="Name"><c>test</c>, or <c>dataset: split</c> of another dataset.</param>
/// <param name="Dataset">The other dataset; null for the run's own.</param>
/// <param name="Exams">Its exams in split order.</param>
public sealed record PredictedSplit(string Name, string? Dataset, IReadOnlyList<ExamPrediction> Exams);

/// <summary>All predictions of a run.</summary>
/// <param name="Splits">The run's own splits in the order of the file, then those of other datasets by name.</param>
/// <param name="Problems">Files that could not be read, one line each.</param>
/// <param name="Calibration">The run's calibration; null for runs of older versions.</param>
public sealed record RunPrediction(
    IReadOnlyList<PredictedSplit> Splits, IReadOnlyList<string> Problems, RunCalibration? Calibration = null)
{
    /// <summary>The splits that are left out because they are sealed.</summary>
    public IReadOnlyList<HiddenSplit> Hidden { get; init; } = [];

    /// <summary>The split with this name, or null.</summary>
    public PredictedSplit? Find(string? name) => Splits.FirstOrDefault(split => split.Name == name);
}

/// <summary>Reads runs' predictions.json and evaluations/*/predictions.json. Files that have not changed are only read once.</summary>
public sealed class RunPredictions
{
    private const int Kept = 32;

    private readonly FileCache<IReadOnlyList<SplitPredictions>> files = new(Kept, path => PredictionsFile.Read(path));
    private readonly RunCalibrations calibrations = new(Kept);

    /// <summary>The predictions of a run, without those of sealed splits; none before the run has predicted.</summary>
    public RunPrediction Read(Run run) => Read(run.Folder, run.Hidden);

    internal RunPrediction Read(string runFolder, HiddenSplits hidden)
    {
        List<PredictedSplit> splits = [];
        List<string> problems = [];
        List<HiddenSplit> left = [];
        Add(null, new RunFolder(runFolder).Predictions);
        foreach (string dataset in RunEvaluations.OtherDatasets(runFolder))
            Add(Path.GetFileName(dataset), new RunFolder(dataset).Predictions);
        return new RunPrediction(splits, problems, calibrations.Find(runFolder, problems)) { Hidden = left };

        void Add(string? dataset, string path)
        {
            if (!File.Exists(path)) return;
            try
            {
                IReadOnlyList<SplitPredictions> whole = files.Get(path);
                left.AddRange(HiddenSplit.Of(dataset, whole.Select(split => split.Split), hidden));
                splits.AddRange(whole.Where(split => hidden.Of(dataset, split.Split) is null)
                    .Select(split => new PredictedSplit(RunEvaluations.NameOf(dataset, split.Split), dataset, split.Exams)));
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }
    }
}
