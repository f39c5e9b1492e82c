using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Papers.Kits;

/// <summary>Which runs a paper kit is of.</summary>
/// <param name="Runs">Their ids. The best on validation is described in detail, unless it is the reference or baseline.</param>
/// <param name="Split">The split to report.</param>
/// <param name="Reference">
/// The id of the run that the others are compared with; null for the baseline, or else the best on validation.
/// </param>
public sealed record PaperKitOrder(IReadOnlyList<string> Runs, string Split, string? Reference = null)
{
    private static readonly string[] usual = ["test", "validation", "train"];

    /// <summary>The splits that all of these runs have been evaluated on, the one to report first.</summary>
    public static IReadOnlyList<string> Splits(IReadOnlyList<Run> runs) => runs.Count == 0 ? [] :
    [
        .. runs[0].Splits.Keys.Where(split => !split.Contains(": ", StringComparison.Ordinal))
            .Where(split => runs.All(run => run.Splits.ContainsKey(split) && run.Hidden.Of(dataset: null, split) is null))
            .OrderBy(split => Array.IndexOf(usual, split) is >= 0 and int place ? place : usual.Length),
    ];
}
