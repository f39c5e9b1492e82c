using Angioboard.Core;
using Angioboard.Core.Data.Names;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Exports;

/// <summary>The names of the values that runs have for each epoch.</summary>
public static class EpochNames
{
    /// <summary>The names in the runs' logs, in the order of the first log that has them.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Run> runs) =>
        [.. runs.OrderBy(run => run.Key).SelectMany(run => run.Last.Keys.Concat(run.Best.Keys)).Distinct()
            .Where(name => !EpochExport.Facts.Contains(name))];

    /// <summary>The chosen ones.</summary>
    /// <param name="chosen">Names; null for all that the runs have.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="all">All runs, whose names are known even if these runs have them not.</param>
    /// <exception cref="InputException">No run has a value of this name; all such names are listed.</exception>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string>? chosen, IReadOnlyList<Run> runs, IReadOnlyList<Run> all)
    {
        if (chosen is null) return Of(runs);
        HashSet<string> known = [.. Of(all)];
        string[] unknown = [.. chosen.Where(name => !known.Contains(name))];
        return unknown.Length == 0 ? [.. chosen.Distinct()] : throw new InputException([.. unknown.Select(name =>
            $"fields: no run has a value “{name}” for each epoch{Near(name, known)}")]);
    }

    private static string Near(string name, HashSet<string> known) =>
        EditDistance.Nearest(name, known) is { } near ? $"; did you mean {near}?"
        : known.Count == 0 ? "; no run has trained an epoch yet"
        : $"; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
}
