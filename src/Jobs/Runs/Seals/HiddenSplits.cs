using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Runs.Seals;

/// <summary>A test split whose figures are hidden.</summary>
/// <param name="Dataset">The sealed dataset; null if test-seal.json cannot be read.</param>
/// <param name="Since">Since when; null likewise.</param>
/// <param name="By">Who sealed it; null likewise.</param>
/// <param name="Problem">Why test-seal.json cannot be read; null if it can.</param>
public sealed record SealedSplit(string? Dataset, DateTimeOffset? Since, string? By, string? Problem = null);

/// <summary>
/// What of a run is hidden because a test split is sealed: its own, or that of another dataset it was evaluated on. The store puts it on
/// every run that it returns, and what reads a run's results asks it.
/// </summary>
public sealed class HiddenSplits
{
    private readonly Dictionary<string, SealedSplit?> elsewhere;

    private HiddenSplits(SealedSplit? own, Dictionary<string, SealedSplit?> elsewhere) => (Own, this.elsewhere) = (own, elsewhere);

    /// <summary>Nothing is hidden.</summary>
    public static HiddenSplits None { get; } = new(null, []);

    /// <summary>The seal on the run's own test split; null if it may be shown.</summary>
    public SealedSplit? Own { get; }

    /// <summary>The seal on the test split of another dataset; null if it may be shown.</summary>
    /// <param name="dataset">The dataset's name, or the name of the evaluation's folder.</param>
    public SealedSplit? Elsewhere(string dataset) => elsewhere.Count == 0 ? null
        : elsewhere.GetValueOrDefault(dataset) ?? elsewhere.GetValueOrDefault(EvaluationNames.Folder(dataset));

    /// <summary>The seal that hides a split; null if it may be shown.</summary>
    /// <param name="dataset">The other dataset's name or folder; null for the run's own.</param>
    /// <param name="split">The split's name in the file.</param>
    public SealedSplit? Of(string? dataset, string split) =>
        split != TestSeal.Split ? null : dataset is null ? Own : Elsewhere(dataset);

    /// <summary>The same for a split's name among all splits of a run: <c>test</c>, or <c>dataset: test</c>.</summary>
    public SealedSplit? OfNamed(string name) => name.EndsWith($": {TestSeal.Split}", StringComparison.Ordinal)
        ? Elsewhere(name[..^$": {TestSeal.Split}".Length])
        : Of(null, name);

    /// <summary>Whether anything in a run's folder is hidden.</summary>
    public bool AnyIn(string runFolder) =>
        Own is not null || (elsewhere.Count > 0 && new RunFolder(runFolder).EvaluationFolders.Any(path =>
            Elsewhere(Path.GetFileName(path)) is not null));

    /// <summary>What the seals hide of a run.</summary>
    internal static HiddenSplits Of(Run run, IReadOnlyList<DatasetSeal> seals)
    {
        if (seals.Count == 0 && run.Seals.Count == 0) return None;
        SealedSplit? own = Of(seals.FirstOrDefault(seal => seal.IsClosed && seal.IsOf(run)), run.Seals.GetValueOrDefault(""));
        Dictionary<string, SealedSplit?> others = new(StringComparer.OrdinalIgnoreCase);
        foreach (DatasetSeal seal in seals.Where(seal => seal.IsClosed))
        {
            foreach (string folder in seal.FormerNames.Append(seal.Dataset).Select(EvaluationNames.Folder))
                if (Of(seal, run.Seals.GetValueOrDefault(folder)) is { } closed) others[folder] = closed;
        }
        foreach ((string folder, TestSeal kept) in run.Seals.Where(kept => kept.Key.Length > 0 && !others.ContainsKey(kept.Key)))
        {
            DatasetSeal? live = seals.FirstOrDefault(seal => seal.IsClosed && kept.Dataset is { } name && seal.IsNamed(name));
            if (Of(live, kept) is { } closed) others[folder] = closed;
        }
        return own is null && others.Count == 0 ? None : new HiddenSplits(own, others);
    }

    // A reveal under an earlier seal does not open a later one.
    private static SealedSplit? Of(DatasetSeal? live, TestSeal? kept)
    {
        if (live is not null)
            return kept?.IsRevealed(live.SealedAt) == true ? null
                : new SealedSplit(live.Dataset, live.SealedAt, live.SealedBy);
        return kept is null or { IsOpen: true } ? null : new SealedSplit(kept.Dataset, kept.SealedAt, kept.SealedBy, kept.Problem);
    }
}
