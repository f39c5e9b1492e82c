using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Seals;

/// <summary>Runs that are launched and trained on while their test split is sealed, with the real trainer.</summary>
public sealed class SealedLaunchTests(SharedStudy shared) : QueueTests(shared)
{
    [Fact]
    public async Task A_trainer_does_not_print_sealed_figures_and_more_training_closes_the_seal_again()
    {
        DatasetSeal seal = new() { Dataset = "eyes", Split = rig.Settings().Split!, SealedAt = DateTimeOffset.UtcNow, SealedBy = "ada" };
        rig.Runs.ChangeSeals([], [seal], run => run);

        Run run = await rig.LaunchAsync(epochs: 1);
        RunFolder files = new(run.Folder);
        Assert.Equal("eyes", TestSealFile.Closed(files)!.Dataset);
        run = await rig.UntilAsync(run.Id, RunStatus.Finished);

        string printed = await File.ReadAllTextAsync(files.TrainerLog, Cancellation);
        Assert.Contains("auc_ovr_macro", printed, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^ +.*\btest\b", printed);
        Assert.Contains("the test split has been sealed since", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("test", run.Splits.Keys);
        rig.Get<RunReveals>().Reveal(Actor.Owner("ada"), run.Id, null, "final model");
        Assert.Contains("test", rig.Runs.Find(run.Id)!.Splits.Keys);
        await rig.UntilReleasedAsync(run.Id);

        await rig.Control.ExtendAsync(Actor.Owner("ada"), run.Id, 2, Cancellation);

        Assert.NotNull(TestSealFile.Closed(files));
        Assert.DoesNotContain("test", rig.Runs.Find(run.Id)!.Splits.Keys);
        run = await rig.UntilAsync(run.Id, RunStatus.Finished);
        Assert.DoesNotContain("test", run.Splits.Keys);
        Assert.Single(run.Seals[""].Reveals);
    }

    [Fact]
    public async Task A_database_from_before_the_seal_takes_it_from_the_runs_folder()
    {
        Run run = await rig.UntilAsync((await rig.LaunchAsync(epochs: 1)).Id, RunStatus.Finished);
        Assert.Contains("test", run.Splits.Keys);
        await rig.StopAsync();
        TestSealFile.Write(new RunFolder(run.Folder), new TestSeal("eyes", DateTimeOffset.UtcNow, "ada"));

        await rig.StartAsync();
        run = await rig.UntilAsync(run.Id, found => found.Hidden.Own is not null);

        Assert.DoesNotContain("test", run.Splits.Keys);
    }
}
