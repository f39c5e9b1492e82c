using System.Text.Json.Nodes;

namespace Angioboard.Core.Studies.Variants;

/// <summary>Variants with random values (Bergstra and Bengio, 2012).</summary>
public static class RandomSearch
{
    // Draws for each variant that is wanted, before a search counts as having no more.
    private const int MostTries = 100;

    /// <summary>
    /// The variants, each with other values: the same for the same seed on every machine. A longer list begins with the shorter one, and
    /// a setting's values do not depend on which other settings are searched, unless variants would repeat.
    /// </summary>
    /// <param name="ranges">What to draw from, each setting once.</param>
    /// <param name="count">How many variants.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <exception cref="InputException">The ranges cannot be drawn from, or hold fewer variants; all problems are listed.</exception>
    public static IReadOnlyList<StudyVariant> Draw(IReadOnlyList<SettingRange> ranges, int count, long seed)
    {
        List<string> problems = [.. ranges.Select(range => range.Problem()).OfType<string>()];
        problems.AddRange(ranges.CountBy(range => range.Setting).Where(same => same.Value > 1)
            .Select(same => $"{same.Key}: is given {same.Value} times; give one range"));
        if (ranges.Count == 0) problems.Add("search: no setting varies; give a range, such as lr from 1e-5 to 1e-3");
        if (count is < 1 or > StudyPlan.MostRuns)
            problems.Add($"search: {count} variants; give 1 to {StudyPlan.MostRuns}");
        if (problems.Count > 0) throw new InputException(problems);

        List<JsonObject> drawn = [];
        HashSet<string> known = [];
        for (int draw = 0; drawn.Count < count; draw++)
        {
            if (draw == count * MostTries)
                throw new InputException($"search: the ranges hold only {drawn.Count} different variants; "
                    + $"ask for at most {drawn.Count}, or widen the ranges");
            JsonObject settings = new(ranges.Select(range =>
                KeyValuePair.Create(range.Setting, range.Draw(new SeededRandom(seed, $"random search/{range.Setting}", draw)))));
            if (known.Add(settings.ToJsonString())) drawn.Add(settings);
        }
        return [.. drawn.Zip(VariantNames.Of(drawn), (settings, name) => new StudyVariant(name, settings))];
    }
}
