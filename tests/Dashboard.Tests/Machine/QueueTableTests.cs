using Angioboard.Dashboard.Machine;
using Angioboard.Dashboard.Tests.RunDetails;
using Bunit;

namespace Angioboard.Dashboard.Tests.Machine;

public sealed class QueueTableTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_queue_invites_only_users_who_may_launch(bool may)
    {
        await using RunPageContext context = new();

        IRenderedComponent<QueueTable> queue = context.Render<QueueTable>(p => p.Add(q => q.User, "ada").Add(q => q.MayStop, may));

        Assert.Contains("The queue is empty.", queue.Markup, StringComparison.Ordinal);
        Assert.Equal(may ? 1 : 0, queue.FindAll("a[href=new]").Count);
    }
}
