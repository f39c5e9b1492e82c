using Angioboard.Core.Models.Weights;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>Notes for the user about weights taken from a file.</summary>
internal static class WeightsNotes
{
    /// <summary>A line each.</summary>
    public static List<string> Of(WeightsFile file, WeightNames weights, WeightsMatch match)
    {
        List<string> notes = [];
        if (Averaged(file, weights) is { } averaged) notes.Add(averaged);
        if (match.Unexpected.Count > 0) notes.Add($"{file.Path}: left out {Names(match.Unexpected)}");
        return notes;
    }

    /// <summary>
    /// Names on one line; many with the same first word are given as that word and a count: <c>decoder_blocks.* (96)</c>.
    /// </summary>
    public static string Names(IReadOnlyList<string> names)
    {
        const int Listed = 6;
        IEnumerable<string> told = names.GroupBy(WrapperNames.First)
            .SelectMany(part => part.Count() > Listed ? [$"{part.Key}.* ({part.Count()})"] : part.AsEnumerable());
        return names.Count == 0 ? "none" : string.Join(", ", told);
    }

    /// <summary>A note that the weights are a moving average; null if they are not.</summary>
    public static string? Averaged(WeightsFile file, WeightNames weights) => (file.Averaged ?? weights.Averaged?.TrimEnd('.')) is { } where
        ? $"{file.Path}: took the averaged weights ({where}); --weights raw takes the raw ones, if it has them"
        : null;
}
