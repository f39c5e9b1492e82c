using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Reading;

/// <summary>A split that a run was evaluated on.</summary>
/// <param name="Name"><c>test</c>, or <c>dataset: split</c> of another dataset.</param>
/// <param name="Report">The split's results.</param>
/// <param name="Evaluation">The evaluation that it is a part of: classes, intervals, notes.</param>
public sealed record EvaluatedSplit(string Name, SplitReport Report, EvaluationReport Evaluation);

/// <summary>All evaluations of a run.</summary>
/// <param name="Splits">The run's own splits in the order of the file, then those of other datasets by name.</param>
/// <param name="Problems">Files that could not be read, one line each.</param>
/// <param name="Calibration">The run's calibration; null for runs of older versions.</param>
public sealed record RunEvaluation(
    IReadOnlyList<EvaluatedSplit> Splits, IReadOnlyList<string> Problems, RunCalibration? Calibration = null)
{
    /// <summary>The splits that are left out because they are sealed.</summary>
    public IReadOnlyList<HiddenSplit> Hidden { get; init; } = [];

    /// <summary>The split with this name, or null.</summary>
    public EvaluatedSplit? Find(string? name) => Splits.FirstOrDefault(split => split.Name == name);
}

/// <summary>Reads runs' evaluation.json and evaluations/*/evaluation.json. Files that have not changed are only read once.</summary>
public sealed class RunEvaluations
{
    private const int Kept = 64;

    private readonly FileCache<EvaluationReport> files = new(Kept, EvaluationFile.Read);
    private readonly RunCalibrations calibrations = new(Kept);

    /// <summary>The evaluations of a run, without those of sealed splits; none before the run has finished.</summary>
    public RunEvaluation Read(Run run) => Read(run.Folder, run.Hidden);

    internal RunEvaluation Read(string runFolder, HiddenSplits hidden)
    {
        List<EvaluatedSplit> splits = [];
        List<string> problems = [];
        List<HiddenSplit> left = [];
        Add(null, new RunFolder(runFolder).Evaluation);
        foreach (string dataset in OtherDatasets(runFolder)) Add(Path.GetFileName(dataset), new RunFolder(dataset).Evaluation);
        return new RunEvaluation(splits, problems, calibrations.Find(runFolder, problems)) { Hidden = left };

        void Add(string? dataset, string path)
        {
            if (!File.Exists(path)) return;
            try
            {
                EvaluationReport whole = files.Get(path), report = Without(whole, dataset, hidden);
                left.AddRange(HiddenSplit.Of(dataset, whole.Splits.Keys, hidden));
                splits.AddRange(report.Splits.Select(split => new EvaluatedSplit(NameOf(dataset, split.Key), split.Value, report)));
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }
    }

    private static EvaluationReport Without(EvaluationReport report, string? dataset, HiddenSplits hidden) =>
        hidden.Of(dataset, TestSeal.Split) is null ? report : report with
        {
            Splits = new OrderedDictionary<string, SplitReport>(report.Splits.Where(split => hidden.Of(dataset, split.Key) is null)),
        };

    /// <summary>A split's name among all splits of a run: <c>test</c>, or <c>dataset: test</c>.</summary>
    public static string NameOf(string? dataset, string split) => dataset is null ? split : $"{dataset}: {split}";

    /// <summary>The folders of a run's evaluations on other datasets, by name.</summary>
    internal static IEnumerable<string> OtherDatasets(string runFolder) =>
        new RunFolder(runFolder).EvaluationFolders.Order(StringComparer.OrdinalIgnoreCase);
}
