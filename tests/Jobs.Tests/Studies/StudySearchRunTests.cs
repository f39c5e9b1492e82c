using Angioboard.Core.Studies.Searching;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>A search over real runs, of which one fails.</summary>
public sealed class StudySearchRunTests(SharedStudy shared) : QueueTests(shared)
{
    [Fact]
    public async Task Halving_goes_on_without_a_run_that_diverged_and_promotes_one_of_the_others()
    {
        LaunchedStudy launched = await rig.Get<StudyLauncher>().MakeAsync(Actor.Owner("ada"), new StudyLaunch
        {
            Experiment = "demo",
            Study = new StudyRequest
            {
                // With such a decay, weights at a rate of 1000 are beyond all numbers after some steps.
                Settings = rig.Settings(30) with { WeightDecay = 1000 }, Variants = VariantGrid.Of([("lr", [1e-6, 2e-6, 3e-6, 1000])]),
                Seeds = [1],
                Metric = "log_loss", Search = new HalvingRule([2], 3),
            },
        }, Cancellation);
        Run Of(int variant) => rig.Runs.Find(launched.Runs[variant].Id)!;

        await rig.UntilAsync(launched.Runs[3].Id, RunStatus.Diverged);
        await rig.UntilAsync(launched.Runs[0].Id, RunStatus.Finished);
        await rig.UntilAsync(() => new[] { 1, 2 }.Count(variant => Of(variant).Status == RunStatus.Finished) == 1);

        Run held = new[] { 1, 2 }.Select(Of).Single(run => run.Status != RunStatus.Finished);
        Assert.Equal(Actor.Search.Name, held.PausedBy);
        Assert.InRange(held.EpochsDone, 2, 29);
        // A person lets it go on, from where it was.
        string variant = held.Study!.Variant;
        await rig.Get<StudyControl>().PromoteAsync(Actor.Owner("ada"), launched.Id, [variant], Cancellation);
        Assert.Equal(30, (await rig.UntilAsync(held.Id, RunStatus.Finished)).EpochsDone);
    }
}
