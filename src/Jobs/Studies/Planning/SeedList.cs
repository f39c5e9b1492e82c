using Angioboard.Core;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Launches;

namespace Angioboard.Jobs.Studies.Planning;

/// <summary>Seeds as people type them: <c>1-5</c> or <c>1,2,3</c>.</summary>
public static class SeedList
{
    /// <summary>The seeds of a list; empty without one.</summary>
    /// <param name="text">The list.</param>
    /// <param name="field">What the option or the field is called.</param>
    /// <exception cref="InputException">It is no list of seeds.</exception>
    public static IReadOnlyList<long> Read(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        List<long> seeds = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (WholeRange.Number(part) is { } seed) seeds.Add(seed);
            else seeds.AddRange(WholeRange.Of(part, StudyPlan.MostRuns)
                ?? throw new InputException($"{field}: {part} is not a seed; write whole numbers such as 1,2,3, or 1-5"));
        }
        return seeds;
    }
}
