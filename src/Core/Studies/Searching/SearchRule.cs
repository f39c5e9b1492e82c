namespace Angioboard.Core.Studies.Searching;

/// <summary>
/// When variants that fall back are paused, so that the others come first. Only validation decides; variants are judged, not runs: seeds
/// and folds of a variant go on or pause together, since a mean over the seeds that were left would be too good.
/// </summary>
public abstract record SearchRule
{
    /// <summary>What files, options and forms call the rules.</summary>
    public const string Median = "median", Halving = "halving";

    /// <summary>Which variants go on and which wait. What has no values yet may train, and so may those that always go on.</summary>
    /// <param name="runs">All runs of the study, in its order, also those that have not begun.</param>
    /// <param name="always">
    /// The names of the variants that always go on and take no place of others: the baseline, and what somebody has promoted.
    /// </param>
    /// <param name="maximize">Whether higher values are better.</param>
    /// <returns>The verdict on each variant, by its name.</returns>
    public IReadOnlyDictionary<string, SearchVerdict> Judge(
        IReadOnlyList<RunCurve> runs, IReadOnlyCollection<string> always, bool maximize)
    {
        IReadOnlyList<VariantCurve> variants =
            [.. runs.GroupBy(run => run.Variant).Select(own => new VariantCurve(own.Key, [.. own], maximize))];
        Dictionary<string, SearchVerdict> verdicts = variants.ToDictionary(variant => variant.Name, _ => SearchVerdict.GoOn);
        foreach ((VariantCurve held, SearchVerdict verdict) in
            Held(variants, [.. variants.Where(variant => !always.Contains(variant.Name))])) verdicts[held.Name] = verdict;
        return verdicts;
    }

    /// <summary>The variants that wait, or will at some epoch.</summary>
    /// <param name="variants">All variants.</param>
    /// <param name="candidates">Those that may wait.</param>
    private protected abstract IEnumerable<(VariantCurve Variant, SearchVerdict Verdict)> Held(
        IReadOnlyList<VariantCurve> variants, IReadOnlyList<VariantCurve> candidates);

    /// <summary><c>1 epoch</c>, <c>4 epochs</c>.</summary>
    private protected static string Epochs(int count) => count == 1 ? "1 epoch" : $"{count} epochs";
}
