using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>The data of the compared runs: epochs from the store, results from their folders. It is read again as runs continue.</summary>
public sealed class ComparedData(RunStore store, RunEvaluations evaluations, RunPredictions predictions)
{
    private readonly Dictionary<string, IReadOnlyList<EpochRecord>> epochs = [];
    private readonly Dictionary<string, RunEvaluation> results = [];
    private readonly Dictionary<string, EpochClock> clocks = [];

    /// <summary>The runs.</summary>
    public ComparedRuns Compared { get; private set; } = new([], [], []);

    /// <summary>Whether runs that differ only in the seed share a colour and a curve.</summary>
    public bool Pooled { get; set; }

    /// <summary>The key of a run's colour: its own, or that of the first run with its settings.</summary>
    public int MarkOf(int run) =>
        Pooled ? Compared.Runs.First(other => other.SettingsHash == Compared.Runs[run].SettingsHash).Key : Compared.Runs[run].Key;

    /// <summary>The runs as heads of columns.</summary>
    public IReadOnlyList<ComparedHead> Heads =>
        [.. Compared.Runs.Select((run, i) => new ComparedHead(Compared.Names[i], run.Id, MarkOf(i)))];

    /// <summary>The settings in which they differ; empty without runs.</summary>
    public IReadOnlyList<SettingRow> Settings { get; private set; } = [];

    /// <summary>Files that could not be read, one line each.</summary>
    public IReadOnlyList<string> Problems => [.. results.Values.SelectMany(result => result.Problems)];

    /// <summary>The splits that any run has been evaluated on.</summary>
    public IReadOnlyList<string> Splits =>
        [.. Compared.Runs.SelectMany(run => results[run.Id].Splits.Select(split => split.Name)).Distinct()];

    /// <summary>The names of values per epoch that any run has, in the order of their charts.</summary>
    public IReadOnlyList<string> Curves
    {
        get
        {
            EpochRecord[] one = [.. Compared.Runs.Select(run => epochs[run.Id]).Where(list => list.Count > 0).Select(list => list[^1])];
            string[] names = [.. RunCurves.Groups(one).SelectMany(group => group.Names)];
            return [.. names.Where(name => name is "train_loss" || name.StartsWith("val_", StringComparison.Ordinal))
                .OrderBy(name => name == "val_loss" ? 0 : name == "train_loss" ? 1 : 2)];
        }
    }

    /// <summary>Reads the runs with these ids from scratch.</summary>
    public void Select(IEnumerable<string> ids)
    {
        Compared = ComparedRuns.Of(ids, store.Find, store.All);
        Settings = Compared.Runs.Count == 0 ? [] : SettingsDifference.Between([.. Compared.Runs.Select(run => run.Settings)]);
        (string[] known, HashSet<string> kept) = ([.. Compared.Runs.Select(run => run.Id)], [.. epochs.Keys]);
        foreach (string gone in kept.Except(known))
        {
            epochs.Remove(gone);
            results.Remove(gone);
            clocks.Remove(gone);
        }
        foreach (Run run in Compared.Runs.Where(run => !kept.Contains(run.Id))) Read(run);
    }

    /// <summary>Reads changed runs again; false if none of them is compared.</summary>
    public bool Refresh(IReadOnlyCollection<string> changed)
    {
        if (!Compared.Runs.Any(run => changed.Contains(run.Id)) && !Compared.Unknown.Any(changed.Contains)) return false;
        Select([.. Compared.Runs.Select(run => run.Id), .. Compared.Unknown, .. Compared.LeftOut]);
        foreach (Run run in Compared.Runs.Where(run => changed.Contains(run.Id))) Read(run);
        return true;
    }

    /// <summary>A split of each run; null if the run has not been evaluated on it.</summary>
    public IReadOnlyList<EvaluatedSplit?> Evaluated(string split) => [.. Compared.Runs.Select(run => results[run.Id].Find(split))];

    /// <summary>The predictions of a split by each run; null if the run has none.</summary>
    public IReadOnlyList<PredictedSplit?> Predicted(string split) =>
        [.. Compared.Runs.Select(run => run.Missing ? null : predictions.Read(run).Find(split))];

    /// <summary>The other dataset that a split is of; null for the runs' own.</summary>
    public string? DatasetOf(string split) =>
        Predicted(split).FirstOrDefault(found => found is not null)?.Dataset;

    /// <summary>The exams of a split, as each run classified them.</summary>
    public IReadOnlyList<ComparedExam> Exams(string split) =>
        ComparedExam.Of(Compared.Runs, Predicted(split));

    /// <summary>A value over epochs, one curve per group of runs.</summary>
    /// <param name="name">The value.</param>
    /// <param name="groups">The runs of each curve: a single run, or repetitions.</param>
    /// <param name="axis">The x axis of the curves.</param>
    /// <param name="smoothing">As in <see cref="RunCurves.Of"/>.</param>
    /// <param name="band">What the band of repetitions shows.</param>
    public IReadOnlyList<SeedCurve> CurvesOf(string name, IReadOnlyList<IReadOnlyList<int>> groups, CurveAxis axis, double smoothing,
        BandKind band) =>
        [.. groups.Select(group => group.Count == 1
            ? SeedCurve.Of(Curve(group[0], name, axis, smoothing))
            : SeedCurve.Mean([.. group.Select(run => (epochs[Compared.Runs[run].Id], Curve(run, name, axis, smoothing)))], band))];

    private void Read(Run run)
    {
        epochs[run.Id] = store.Epochs(run.Id);
        results[run.Id] = run.Missing ? new RunEvaluation([], []) : evaluations.Read(run);
        clocks.Remove(run.Id);
    }

    private RunCurve Curve(int run, string name, CurveAxis axis, double smoothing)
    {
        Run compared = Compared.Runs[run];
        IReadOnlyList<EpochRecord> list = epochs[compared.Id];
        return RunCurves.Of(list, name, RunCurves.Positions(list, axis, axis == CurveAxis.Hours ? Clock(compared) : null), smoothing);
    }

    private EpochClock Clock(Run run)
    {
        if (!clocks.TryGetValue(run.Id, out EpochClock? clock)) clocks[run.Id] = clock = EpochClock.Read(new RunFolder(run.Folder).Metrics);
        return clock;
    }
}
