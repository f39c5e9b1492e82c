using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Runs.Seals;

/// <summary>
/// The seals on test splits, in memory and in the database. <see cref="RunStore"/> changes them, with the runs that they concern.
/// </summary>
public sealed class SealStore
{
    private const string NoLines = "The last lines of its log are hidden, since they print figures of a sealed test split.";

    private readonly StoredValues<DatasetSeal> stored;
    private volatile IReadOnlyList<DatasetSeal> all;

    internal SealStore(Database database)
    {
        stored = database.Collection<DatasetSeal>("dataset_seals");
        all = stored.All();
    }

    /// <summary>All seals, also those that were lifted.</summary>
    public IReadOnlyList<DatasetSeal> All => all;

    /// <summary>The seal of a dataset, also one that was lifted; null if it never had one.</summary>
    public DatasetSeal? Find(string dataset) =>
        all.FirstOrDefault(seal => seal.Dataset == dataset) ?? all.FirstOrDefault(seal => seal.IsNamed(dataset));

    /// <summary>The seal that is on a test split now; null for none.</summary>
    /// <param name="dataset">The dataset's name; null if it has none.</param>
    /// <param name="split">The full path of its split file.</param>
    /// <param name="fingerprints">The fingerprints of its data: a copy of the split file is the same test split.</param>
    public DatasetSeal? Closed(string? dataset, string? split, IEnumerable<string> fingerprints) => all.FirstOrDefault(seal =>
        seal.IsClosed && ((dataset is not null && seal.IsNamed(dataset)) || (split is not null && seal.Split == split)
            || fingerprints.Any(seal.Fingerprints.Contains)));

    /// <summary>The seal that is on a run's own test split now, revealed or not; null for none.</summary>
    public DatasetSeal? Closed(Run run) => all.FirstOrDefault(seal => seal.IsClosed && seal.IsOf(run));

    /// <summary>The run as it may be shown.</summary>
    internal Run Hide(Run run)
    {
        HiddenSplits hidden = HiddenSplits.Of(run, all);
        if (hidden == HiddenSplits.None) return run;
        return run with
        {
            Hidden = hidden,
            Splits = run.Splits.Keys.Any(name => hidden.OfNamed(name) is not null)
                ? run.Splits.Where(split => hidden.OfNamed(split.Key) is null).ToDictionary()
                : run.Splits,
            Reason = WithoutFigures(run.Reason),
            Evaluations = run.Evaluations.Values.Any(evaluation => WithoutFigures(evaluation.Reason) != evaluation.Reason)
                ? run.Evaluations.ToDictionary(
                    entry => entry.Key, entry => entry.Value with { Reason = WithoutFigures(entry.Value.Reason) })
                : run.Evaluations,
        };
    }

    internal IEnumerable<Action<LiteDatabase>> Writes(IReadOnlyCollection<DatasetSeal> removed, IReadOnlyCollection<DatasetSeal> put) =>
        [.. removed.Select(seal => stored.Removing(seal.Dataset)), .. put.Select(seal => stored.Putting(seal.Dataset, seal))];

    internal void Take(IReadOnlyCollection<DatasetSeal> removed, IReadOnlyCollection<DatasetSeal> put) =>
        all = [.. all.Where(seal => !removed.Concat(put).Any(other => other.Dataset == seal.Dataset)), .. put];

    internal void Reload() => all = stored.All();

    // A trainer that crashed right after it printed the figures of an earlier evaluation.
    private static string? WithoutFigures(string? reason) =>
        reason?.Contains(MetricNames.AucOvrMacro, StringComparison.Ordinal) == true && reason.Contains('\n', StringComparison.Ordinal)
            ? NoLines
            : reason;
}
