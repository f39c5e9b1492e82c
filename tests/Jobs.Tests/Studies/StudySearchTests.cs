using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Library;
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
        Assert.Equal("paused by the search of its study; let its variant go on, on the page of the study", reason);
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

    [Theory]
    [InlineData("failed")]
    [InlineData("stopped")]
    [InlineData("deleted")]
    public async Task Halving_does_not_wait_for_a_run_that_is_lost(string how)
    {
        Run[] made = await MakeAsync(new HalvingRule([1], 3));
        Epochs(made[1], 0.9);
        Epochs(made[2], 0.5);
        await rig.UntilAsync(() => Of(made[1]).PausedBy == Actor.Search.Name && Of(made[2]).PausedBy == Actor.Search.Name);

        if (how == "failed")
        {
            rig.Get<Scheduler>().Withdraw(made[3].Id);
            rig.Runs.Update(made[3].Id, run => run with { Status = RunStatus.Failed, Reason = "a fault" });
        }
        else await rig.Control.StopAsync(Ada, made[3].Id, Cancellation);
        if (how == "deleted") await rig.Control.DeleteAsync(Ada, made[3].Id, Cancellation);

        await rig.UntilAsync(() => Of(made[1]).PausedBy is null);
        Assert.Equal(Actor.Search.Name, Of(made[2]).PausedBy);
        Assert.Equal([null, null, "paused after 1 epoch: 2 of 3 variants, of which the best goes on",
            "ranked last after 1 epoch, since a run of it ended before; run it again, and it takes its place"], Words());
    }

    [Fact]
    public async Task A_variant_that_somebody_promotes_goes_on_and_is_not_held_again()
    {
        Run[] made = await MakeAsync(new MedianRule(Startup: 1));
        Epochs(made[1], 0.8, 0.8);
        Finish(made[1]);
        Epochs(made[2], 0.5);
        await rig.UntilAsync(() => Of(made[2]).PausedBy == Actor.Search.Name);
        string variant = Of(made[2]).Study!.Variant;

        InputException alone = await Assert.ThrowsAsync<InputException>(() => rig.Control.GoOnAsync(Ada, made[2].Id, Cancellation));
        StudySteps steps = await rig.Get<StudyControl>().PromoteAsync(Ada, Id, [variant], Cancellation);
        await Search.StepAsync(Id, Cancellation);

        Assert.Contains("the search of its study holds it; let its variant go on", alone.Message, StringComparison.Ordinal);
        Assert.Equal("1 of 4 runs put back in line; 1 has finished", steps.Words);
        Assert.Null(Of(made[2]).PausedBy);
        Assert.Equal([variant], StudyDirectory.Open(Folder("Study_1")).Plan.Promoted);
        Assert.Contains($"\"action\":\"study.promote\"", AuditText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_variants_of_a_study_that_searches_can_be_promoted()
    {
        await MakeAsync(new MedianRule(Startup: 1));
        await MakeAsync();
        StudyControl control = rig.Get<StudyControl>();
        Task<InputException> Refused(string study, params string[] variants) =>
            Assert.ThrowsAsync<InputException>(() => control.PromoteAsync(Ada, study, variants, Cancellation));

        Assert.Equal("promoted: there is no variant lr=0.01; did you mean lr=0.001?", (await Refused(Id, "lr=0.01")).Message);
        Assert.Equal($"{Id}: no variant is named; name those that are to go on", (await Refused(Id)).Message);
        Assert.Equal("search: the study has none, so no variant of it is held", (await Refused("demo/Study_2", "lr=0.001")).Message);
        Assert.StartsWith("demo/Study_9: there is no such study", (await Refused("demo/Study_9", "lr=0.001")).Message,
            StringComparison.Ordinal);
    }

    private string?[] Words() => [.. SearchedStudy.Judge(StudyRuns.Of(rig.Get<StudyLibrary>().Find(Id)!, rig.Runs.All), rig.Runs)
        .Values.Select(verdict => verdict.Words)];

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
