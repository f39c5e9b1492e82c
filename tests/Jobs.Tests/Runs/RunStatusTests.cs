using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Runs;

public sealed class RunStatusTests(SharedStudy shared) : QueueTests(shared)
{
    [Theory]
    [InlineData(RunStatus.Queued, RunStatus.Finished)]
    [InlineData(RunStatus.Queued, RunStatus.Diverged)]
    [InlineData(RunStatus.Finished, RunStatus.Failed)]
    [InlineData(RunStatus.Failed, RunStatus.Stopping)]
    public void Only_transitions_in_the_table_are_allowed(RunStatus from, RunStatus to) => Assert.False(from.MayBecome(to));

    [Fact]
    public async Task Every_change_of_status_is_in_the_log()
    {
        Run run = await rig.LaunchAsync(epochs: 1);
        await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal(
            [
                $"Information RunJournal: {run.Id} is Queued, launched by ada",
                $"Information RunJournal: {run.Id}: Queued -> Running on cpu",
                $"Information RunJournal: {run.Id}: Running -> Finished on cpu",
            ],
            rig.Log.All.Where(line => line.Contains("RunJournal", StringComparison.Ordinal)));
    }
}
