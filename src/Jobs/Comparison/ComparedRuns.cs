using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>The runs that are looked at side by side.</summary>
/// <param name="Runs">Those that are known, in the order asked for, each once.</param>
/// <param name="Unknown">Ids of which there is no run.</param>
/// <param name="LeftOut">Ids beyond the most that fit on a page.</param>
public sealed record ComparedRuns(IReadOnlyList<Run> Runs, IReadOnlyList<string> Unknown, IReadOnlyList<string> LeftOut)
{
    /// <summary>The most runs that fit on a page.</summary>
    public const int Most = 20;

    /// <summary>Finds the runs.</summary>
    public static ComparedRuns Of(IEnumerable<string> ids, Func<string, Run?> find)
    {
        string[] wanted = [.. ids.Distinct()];
        string[] known = [.. wanted.Where(id => find(id) is not null)];
        return new ComparedRuns([.. known.Take(Most).Select(id => find(id)!)], [.. wanted.Except(known)], [.. known.Skip(Most)]);
    }

    /// <summary>A name for each run that no other has: what people call it, with its id where two are called the same.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        .. Runs.Select(run => Runs.Count(other => other.Title == run.Title) == 1 ? run.Title : $"{run.Title} ({run.Id})"),
    ];

    /// <summary>The runs by what data they saw, where they saw different data; empty where all that is known is the same.</summary>
    public IReadOnlyList<IReadOnlyList<int>> DataGroups
    {
        get
        {
            IReadOnlyList<int>[] groups =
            [
                .. Enumerable.Range(0, Runs.Count).Where(run => Runs[run].Fingerprint is not null)
                    .GroupBy(run => Runs[run].Fingerprint).Select(group => (IReadOnlyList<int>)[.. group]),
            ];
            return groups.Length > 1 ? groups : [];
        }
    }

    /// <summary>The runs by their settings but the seed, in the order of their first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> SeedGroups =>
        [.. Enumerable.Range(0, Runs.Count).GroupBy(run => Runs[run].SettingsHash).Select(group => (IReadOnlyList<int>)[.. group])];
}
