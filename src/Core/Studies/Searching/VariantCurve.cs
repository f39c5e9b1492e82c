namespace Angioboard.Core.Studies.Searching;

/// <summary>The runs of a variant, and the means of their values over seeds and folds.</summary>
/// <param name="name">The variant's name.</param>
/// <param name="runs">Its runs.</param>
/// <param name="maximize">Whether higher values are better.</param>
internal sealed class VariantCurve(string name, IReadOnlyList<RunCurve> runs, bool maximize)
{
    private readonly Dictionary<(int Fold, long Seed), RunCurve> cells = runs.ToDictionary(run => (run.Fold, run.Seed));

    /// <summary>The variant's name.</summary>
    public string Name => name;

    /// <summary>The folds and seeds of all its runs.</summary>
    public IReadOnlyList<(int Fold, long Seed)> All => [.. runs.Select(run => (run.Fold, run.Seed))];

    /// <summary>The folds and seeds of the runs that have begun, without those that are lost.</summary>
    public IReadOnlyList<(int Fold, long Seed)> Begun =>
        [.. runs.Where(run => run.Values.Count > 0 && !run.IsLost).Select(run => (run.Fold, run.Seed))];

    /// <summary>The last epoch, from 0, that all runs that are under way have reached; null if none is.</summary>
    public int? Epoch => runs.Where(run => run.Values.Count > 0 && !run.IsFinished && !run.IsLost)
        .Select(run => (int?)run.Values.Count - 1).Min();

    /// <summary>Whether all runs of these folds and seeds have finished.</summary>
    public bool HasFinished(IEnumerable<(int, long)> of) => of.All(cell => cells.TryGetValue(cell, out RunCurve? run) && run.IsFinished);

    /// <summary>Whether all its runs have this many epochs, or finished before.</summary>
    public bool HasReached(int epochs) => runs.All(run => run.Values.Count >= epochs || run.IsFinished);

    /// <summary>Whether one of its runs has this many epochs, or finished before.</summary>
    public bool HasAny(int epochs) => runs.Any(run => run.Values.Count >= epochs || run.IsFinished);

    /// <summary>Whether it lost a run before this many epochs, so that it does not get there.</summary>
    public bool IsLostBefore(int epochs) => runs.Any(run => run.IsLost && run.Values.Count < epochs);

    /// <summary>
    /// The mean over the runs of these folds and seeds that have a value at an epoch, without those that are undefined: NaN if all are;
    /// null if none has got that far. Runs that finished before count with their last value: a mean of the others would be another one.
    /// </summary>
    public double? At(int epoch, IReadOnlyList<(int Fold, long Seed)> of)
    {
        RunCurve[] begun = [.. of.Where(cells.ContainsKey).Select(cell => cells[cell]).Where(run => run.Values.Count > 0)];
        if (!begun.Any(run => epoch < run.Values.Count)) return null;
        double[] known = [.. begun.Where(run => epoch < run.Values.Count || run.IsFinished)
            .Select(run => run.Values[Math.Min(epoch, run.Values.Count - 1)] ?? double.NaN).Where(value => !double.IsNaN(value))];
        return known.Length > 0 ? known.Average() : double.NaN;
    }

    /// <summary>The best mean up to an epoch; NaN if none is defined.</summary>
    public double BestUpTo(int epoch, IReadOnlyList<(int Fold, long Seed)> of)
    {
        double[] known = [.. Enumerable.Range(0, epoch + 1).Select(at => At(at, of) ?? double.NaN).Where(value => !double.IsNaN(value))];
        return known.Length == 0 ? double.NaN : maximize ? known.Max() : known.Min();
    }

    /// <summary>Whether one value is worse than another; NaN is neither.</summary>
    public bool IsWorse(double value, double other) => maximize ? value < other : value > other;
}
