using Angioboard.Dashboard.NewRun;
using Angioboard.Jobs.Launches;

namespace Angioboard.Dashboard.Tests.NewRun;

public sealed class LaunchLookTests
{
    [Fact]
    public async Task A_disk_that_hangs_holds_one_look_for_a_page_however_often_the_form_changes()
    {
        using FormSample sample = new();
        LaunchForm form = sample.Form("phantom");
        int begun = 0;
        TaskCompletionSource first = new(), hangs = new();
        using LaunchLook look = new(async (_, _, _, _) =>
        {
            Interlocked.Increment(ref begun);
            first.TrySetResult();
            await hangs.Task;
            return new PreflightReport([], ["seen"]);
        }, TimeProvider.System);

        Task<bool> before = look.LookAsync(form, byHand: true, TimeSpan.Zero);
        await first.Task;
        Task<bool>[] keys = [.. Enumerable.Range(0, 20).Select(_ => look.LookAsync(form, byHand: true, TimeSpan.Zero))];
        hangs.SetResult();
        bool[] changed = await Task.WhenAll(keys);

        Assert.False(await before);
        Assert.Equal(2, begun);
        Assert.True(changed[^1]);
        Assert.Equal(["seen"], look.Found.Warnings);
    }
}
