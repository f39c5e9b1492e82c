using Angioboard.Core;
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
    internal async Task StepAsync(string id, CancellationToken cancellation)
    {
        if (library.Find(id) is not { } study) return;
        if (study.Problems.Count > 0) throw new InputException(study.Problems);
        if (study.Plan is not { Search: not null }) return;
        StudyRuns own = StudyRuns.Of(study, runs.All);
        IReadOnlyDictionary<string, SearchVerdict> verdicts = SearchedStudy.Judge(own, runs);
        // Those that wait come first, or else they would start on the devices that the others leave. A terminal that trains a study
        // searches by itself.
        foreach ((string variant, Run run) in own.Planned
            .Where(planned => planned.Run is { Status: RunStatus.Queued or RunStatus.Running, FromTerminal: false, OtherUser: null })
            .Select(planned => (planned.Plan.Variant, planned.Run!)).OrderBy(one => one.Item2.Status.IsActive()))
        {
            bool hold = verdicts[variant].Holds(run.EpochsDone);
            if (hold && run.PausedBy is null) await control.PauseAsync(Actor.Search, run.Id, cancellation);
            else if (!hold && run.IsPausedBySearch) await control.GoOnAsync(Actor.Search, run.Id, cancellation);
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
}
