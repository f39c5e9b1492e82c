using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies.Searching;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Microsoft.Extensions.Hosting;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>A study that searches holds the variants that fall back, by itself, and promotes them later.</summary>
public sealed class StudySearchTests(SharedStudy shared) : StudyQueueTests(shared)
{
    private const string Metric = "val_auc_ovr_macro";

    [Fact]
    public async Task A_variant_below_the_median_is_held_and_put_back_when_it_is_better()
    {
        Run[] made = await MakeAsync(new MedianRule(Startup: 1));
        Epochs(made[1], 0.8, 0.8);
        Finish(made[1]);
        Epochs(made[2], 0.5);

        await rig.UntilAsync(() => Of(made[2]).PausedBy == Actor.Search.Name);
        bool others = Of(made[0]).PausedBy is null && Of(made[3]).PausedBy is null;
        string? reason = Of(made[2]).Reason;
        Epochs(made[2], 0.5, 0.9);

        await rig.UntilAsync(() => Of(made[2]).PausedBy is null);
        Assert.True(others);
        Assert.Contains("paused by the search of its study", reason, StringComparison.Ordinal);
        Assert.Contains("\"user\":\"the search of its study\"", AuditText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Halving_holds_each_run_at_the_rung_until_the_best_are_known()
    {
        Run[] made = await MakeAsync(new HalvingRule([1], 2));
        foreach ((Run run, double value) in made.Skip(1).Zip([0.9, 0.5])) Epochs(run, value);
        Epochs(made[0], 0.1);

        await rig.UntilAsync(() => Of(made[2]).PausedBy == Actor.Search.Name);
        Epochs(made[3], 0.6);
        await rig.UntilAsync(() => Of(made[3]).PausedBy == Actor.Search.Name && Of(made[1]).PausedBy is null);

        // The baseline, however bad, is never held.
        Assert.Null(Of(made[0]).PausedBy);
    }

    [Fact]
    public async Task What_a_person_holds_stays_held_and_going_on_leaves_what_the_search_holds()
    {
        Run[] made = await MakeAsync(new MedianRule(Startup: 1));
        await rig.Control.PauseAsync(Ada, made[3].Id, Cancellation);
        Epochs(made[1], 0.8, 0.8);
        Finish(made[1]);
        Epochs(made[2], 0.5);
        await rig.UntilAsync(() => Of(made[2]).PausedBy == Actor.Search.Name);

        StudySteps on = await rig.Get<StudyControl>().GoOnAsync(Ada, Id, Cancellation);
        string? kept = Of(made[2]).PausedBy;
        await rig.Get<StudyControl>().PauseAsync(Ada, Id, Cancellation);
        Epochs(made[2], 0.5, 0.9);
        await Search.StepAsync(Id, Cancellation);

        Assert.Equal(1, on.Changed);
        Assert.Equal(Actor.Search.Name, kept);
        Assert.Equal("ada", Of(made[2]).PausedBy);
    }

    private StudySearch Search => rig.GetAll<IHostedService>().OfType<StudySearch>().Single();

    private async Task<Run[]> MakeAsync(SearchRule search)
    {
        StudyLaunch launch = Grid(seeds: 1);
        launch = launch with
        {
            Study = launch.Study with { Variants = VariantGrid.Of([("lr", [1e-3, 1e-4, 1e-5, 1e-6])]), Search = search },
        };
        return [.. (await Launcher.MakeAsync(Ada, launch, Cancellation)).Runs];
    }

    private Run Of(Run run) => rig.Runs.Find(run.Id)!;

    private void Epochs(Run run, params double[] values)
    {
        foreach ((int epoch, double value) in values.Index())
        {
            rig.Runs.AppendEpoch(run.Id, new EpochRecord(epoch, new Dictionary<string, double?> { [Metric] = value }),
                r => r with { EpochsDone = epoch + 1 });
        }
    }

    private void Finish(Run run)
    {
        rig.Get<Scheduler>().Withdraw(run.Id);
        rig.Runs.Update(run.Id, r => r with { Status = RunStatus.Running });
        rig.Runs.Update(run.Id, r => r with { Status = RunStatus.Finished });
    }
}
