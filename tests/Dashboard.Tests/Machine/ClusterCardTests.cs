using Angioboard.Dashboard.Machine;
using Angioboard.Dashboard.Tests.RunDetails;
using Angioboard.Jobs;
using Angioboard.Jobs.Slurm;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Machine;

/// <summary>The cluster's card without a cluster, and with one that does not answer; Jobs.Tests has a real one.</summary>
public sealed class ClusterCardTests
{
    [Fact]
    public async Task Without_partitions_there_is_no_card()
    {
        await using RunPageContext context = new();

        Assert.Empty(context.Render<ClusterCard>().Markup.Trim());
    }

    [Fact]
    public async Task A_Slurm_that_does_not_answer_is_said()
    {
        await using RunPageContext context = new();
        // Slurm's commands, if they are installed here, find no cluster.
        SlurmMonitor monitor = new(new AngioboardOptions { Slurm = new() { Partitions = ["gpu"] } }, TimeProvider.System);
        context.Services.AddSingleton(monitor);
        IRenderedComponent<ClusterCard> card = context.Render<ClusterCard>();
        Assert.Contains("Asking Slurm …", card.Markup, StringComparison.Ordinal);

        await monitor.LookAsync(Xunit.TestContext.Current.CancellationToken);

        card.WaitForAssertion(() => Assert.Matches(
            "sinfo (failed: .*|is not installed or not on the PATH)\\.", card.Find(".mud-alert").TextContent));
        Assert.DoesNotContain("Asking", card.Markup, StringComparison.Ordinal);
    }
}
