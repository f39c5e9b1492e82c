namespace Angioboard.Core.Studies.Searching;

/// <summary>
/// When variants that fall back are paused, so that the others come first. Only validation decides; variants are judged, not runs: seeds
/// and folds of a variant go on or pause together, since a mean over the seeds that were left would be too good.
/// </summary>
public abstract record SearchRule
{
    /// <summary>Which variants go on and which pause. The baseline always goes on, and so does what has no values yet.</summary>
    /// <param name="runs">All runs of the study, in its order, also those that have not begun.</param>
    /// <param name="baseline">The name of the baseline; null for none.</param>
    /// <param name="maximize">Whether higher values are better.</param>
    /// <returns>Each variant's decision by its name. A paused variant whose decision changes later is promoted.</returns>
    public IReadOnlyDictionary<string, SearchDecision> Decide(IReadOnlyList<RunCurve> runs, string? baseline, bool maximize)
    {
        IReadOnlyList<VariantCurve> variants = Curves(runs, maximize);
        Dictionary<string, SearchDecision> decisions = variants.ToDictionary(variant => variant.Name, _ => SearchDecision.GoOn);
        foreach (VariantCurve paused in Paused(variants, Candidates(variants, baseline)))
            decisions[paused.Name] = SearchDecision.Pause;
        return decisions;
    }

    /// <summary>The curves of the variants, in the order of the study.</summary>
    private protected static IReadOnlyList<VariantCurve> Curves(IReadOnlyList<RunCurve> runs, bool maximize) =>
        [.. runs.GroupBy(run => run.Variant).Select(own => new VariantCurve(own.Key, [.. own], maximize))];

    /// <summary>The variants that may pause.</summary>
    private protected static IReadOnlyList<VariantCurve> Candidates(IReadOnlyList<VariantCurve> variants, string? baseline) =>
        [.. variants.Where(variant => variant.Name != baseline)];

    /// <summary>The variants that pause.</summary>
    /// <param name="variants">All variants.</param>
    /// <param name="candidates">Those that may pause: all but the baseline.</param>
    private protected abstract IEnumerable<VariantCurve> Paused(
        IReadOnlyList<VariantCurve> variants, IReadOnlyList<VariantCurve> candidates);
}

/// <summary>What becomes of a variant for now.</summary>
public enum SearchDecision
{
    /// <summary>Its runs train on.</summary>
    GoOn,

    /// <summary>Its runs wait; they may be promoted later, without loss.</summary>
    Pause,
}
