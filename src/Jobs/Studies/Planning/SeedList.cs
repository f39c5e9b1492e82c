using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Studies;

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
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !Whole(ends[0], out long from) || !Whole(ends[^1], out long to) || to < from
                || to - from >= StudyPlan.MostRuns)
                throw new InputException($"{field}: {part} is not a seed; write whole numbers such as 1,2,3, or 1-5");
            for (long i = 0; i <= to - from; i++) seeds.Add(from + i);
        }
        return seeds;
    }

    private static bool Whole(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
