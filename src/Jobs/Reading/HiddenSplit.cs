using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Reading;

/// <summary>A split whose results are there but hidden.</summary>
/// <param name="Name"><c>test</c>, or <c>dataset: test</c> of another dataset.</param>
/// <param name="Dataset">The folder of the evaluation on another dataset; null for the run's own.</param>
/// <param name="Seal">Why.</param>
public sealed record HiddenSplit(string Name, string? Dataset, SealedSplit Seal)
{
    internal static IEnumerable<HiddenSplit> Of(string? dataset, IEnumerable<string> splits, HiddenSplits hidden)
    {
        foreach (string split in splits)
            if (hidden.Of(dataset, split) is { } seal) yield return new HiddenSplit(RunEvaluations.NameOf(dataset, split), dataset, seal);
    }
}
