using Angioboard.Core;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>
/// Steers the studies that search: holds the runs of variants that fall back, and puts them in line again when they are promoted. It looks
/// at a study when an epoch of it has ended. What a person holds stays held, and only what this holds is put back.
/// </summary>
internal sealed class StudySearch(
    RunStore runs, RunFeed feed, RunControl control, StudyLibrary library, TimeProvider time, ILogger<StudySearch> logger)
    : BackgroundService
{
    // Several epochs may end at once. What an event has not told, such as before a restart, is seen by and by.
    private static readonly TimeSpan gathering = TimeSpan.FromSeconds(1), latest = TimeSpan.FromMinutes(1);

    private readonly TroubleLog troubles = new(logger);
    private readonly SemaphoreSlim news = new(0);

    /// <inheritdoc/>
    public override void Dispose()
    {
        news.Dispose();
        base.Dispose();
    }

    /// <summary>Looks at a study once, and holds or releases its runs.</summary>
    /// <exception cref="InputException">Its plan cannot be read, or a run cannot be steered now.</exception>
    internal async Task StepAsync(string study, CancellationToken cancellation)
    {
        if (library.Find(study) is not { } found) return;
        if (found.Problems.Count > 0) throw new InputException(found.Problems);
        if (found.Plan is not { Search: { } search } plan) return;
        IReadOnlyList<Run> own = RunsOfStudy.Of(runs, study);
        Dictionary<int, double?[]> values = Values(own, plan.Selection.Key);
        ILookup<(string, int?, long), Run> made = own.ToLookup(run => (run.Study!.Variant, run.Study.Fold, run.Settings.Seed));
        (StudyRun Planned, Run? Run)[] all =
            [.. plan.Runs().Select(run => (run, made[(run.Variant, run.Fold, run.Seed)].LastOrDefault()))];
        Func<StudyRun, Run, bool> holds = Rule(search, plan,
            [.. all.Select(one => new RunCurve(one.Planned.Variant, one.Planned.Fold ?? 0, one.Planned.Seed,
                one.Run is { } run ? values[run.Key] : [], one.Run?.Status == RunStatus.Finished))]);
        // Those that wait come first, or else they would start on the devices that the others leave.
        foreach ((StudyRun planned, Run? run) in all
            .Where(one => one.Run is { Status: RunStatus.Queued or RunStatus.Running }).OrderBy(one => one.Run!.Status.IsActive()))
        {
            bool hold = holds(planned, run!);
            if (hold && run!.PausedBy is null) await control.PauseAsync(Actor.Search, run.Id, cancellation);
            else if (!hold && run!.PausedBy == Actor.Search.Name) await control.GoOnAsync(Actor.Search, run.Id, cancellation);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using IDisposable subscription = feed.Subscribe(change =>
        {
            if (change is { Kind: RunChangeKind.Epoch or RunChangeKind.Changed, Run.Study: not null }) news.Release();
        });
        while (true)
        {
            await news.WaitAsync(latest, stoppingToken);
            await Task.Delay(gathering, time, stoppingToken);
            while (news.Wait(0, CancellationToken.None)) { }
            string[] going = [.. runs.All.Where(run => run is { Study: not null, Trashed: null } && !run.Status.IsFinal())
                .Select(run => $"{run.Experiment}/{run.Study!.Study}").Distinct()];
            foreach (string study in going)
            {
                string what = $"Steering the search of {study}";
                try
                {
                    await StepAsync(study, stoppingToken);
                    troubles.Worked(what);
                }
                catch (Exception e) when (TroubleLog.MayPass(e))
                {
                    troubles.Say(what, e);
                }
            }
        }
    }

    private static Func<StudyRun, Run, bool> Rule(SearchRule search, StudyPlan plan, IReadOnlyList<RunCurve> curves)
    {
        if (search is HalvingRule halving)
        {
            IReadOnlyDictionary<string, int?> limits = halving.Limits(curves, plan.Baseline, plan.Selection.Maximize);
            return (planned, run) => limits[planned.Variant] is { } limit && run.EpochsDone >= limit;
        }
        IReadOnlyDictionary<string, SearchDecision> decisions = search.Decide(curves, plan.Baseline, plan.Selection.Maximize);
        return (planned, _) => decisions[planned.Variant] == SearchDecision.Pause;
    }

    private Dictionary<int, double?[]> Values(IReadOnlyList<Run> own, string name)
    {
        EpochTable table = runs.Epochs(own, [name]);
        ILookup<int, double?> rows = Enumerable.Range(0, table.Rows)
            .ToLookup(row => table.Runs[table.RunOf[row]].Key, row => table.Column(0)[row]);
        return own.ToDictionary(run => run.Key, run => rows[run.Key].ToArray());
    }
}
