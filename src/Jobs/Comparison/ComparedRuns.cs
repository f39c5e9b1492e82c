using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>The runs that are compared side by side.</summary>
/// <param name="Runs">Those that exist, in the order asked for, each once.</param>
/// <param name="Unknown">Ids without a run.</param>
/// <param name="LeftOut">Ids beyond the limit of a page.</param>
public sealed record ComparedRuns(IReadOnlyList<Run> Runs, IReadOnlyList<string> Unknown, IReadOnlyList<string> LeftOut)
{
    /// <summary>The most runs that fit on a page.</summary>
    public const int Most = 20;

    /// <summary>Finds the runs.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="find">The run of an id, or null.</param>
    /// <param name="all">All runs, from which their names set them apart.</param>
    public static ComparedRuns Of(IEnumerable<string> ids, Func<string, Run?> find, IReadOnlyList<Run> all)
    {
        string[] wanted = [.. ids.Distinct()];
        string[] known = [.. wanted.Where(id => find(id) is not null)];
        Run[] runs = [.. known.Take(Most).Select(id => find(id)!)];
        return new ComparedRuns(runs, [.. wanted.Except(known)], [.. known.Skip(Most)]) { Names = NamesOf(runs, all) };
    }

    /// <summary>A unique name for each run: as in the list, with its id if another run has the same name.</summary>
    public IReadOnlyList<string> Names { get; private init; } = NamesOf(Runs, Runs);

    /// <summary>What tells settings apart (<c>lr 0.0003</c>), by <see cref="Run.SettingsHash"/>.</summary>
    public IReadOnlyDictionary<string, string> SettingTitles { get; } =
        RunGroups.Of(Runs, RunGrouping.Settings, RunColumns.Find("created")!, descending: false)
            .ToDictionary(group => group.Key, group => group.Title);

    /// <summary>The runs grouped by the data they used; empty if all known data is the same.</summary>
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

    /// <summary>The runs grouped by their settings without the seed, in the order of each group's first run.</summary>
    public IReadOnlyList<IReadOnlyList<int>> SeedGroups =>
        [.. Enumerable.Range(0, Runs.Count).GroupBy(run => Runs[run].SettingsHash).Select(group => (IReadOnlyList<int>)[.. group])];

    private static string[] NamesOf(IReadOnlyList<Run> runs, IReadOnlyList<Run> all)
    {
        RunLabels labels = RunLabels.Of(runs, all);
        string[] names = [.. runs.Select(run => labels.Of(run).Text)];
        return [.. names.Select((name, i) => names.Count(other => other == name) == 1 ? name : $"{name} ({runs[i].Id})")];
    }
}
