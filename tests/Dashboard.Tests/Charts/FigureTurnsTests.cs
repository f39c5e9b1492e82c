using Angioboard.Dashboard.Charts.Saving;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Tests.Charts;

public sealed class FigureTurnsTests
{
    [Fact]
    public async Task A_page_that_asks_for_many_figures_at_once_gets_a_few_one_after_another()
    {
        Script page = new();
        int now = 0, most = 0, sent = 0;
        TaskCompletionSource first = new();

        Task[] all = [.. Enumerable.Range(0, 100).Select(_ => FigureTurns.RunAsync(page, Draw, async bytes =>
        {
            await first.Task;
            sent++;
        }))];
        int refused = all.Count(task => task.IsCompleted);
        first.SetResult();
        await Task.WhenAll(all);
        await FigureTurns.RunAsync(page, Draw, _ => Task.FromResult(sent++));

        Assert.Equal((100 - FigureTurns.MostOfPage, 1, FigureTurns.MostOfPage + 1), (refused, most, sent));

        byte[] Draw()
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            Thread.Sleep(1);
            Interlocked.Decrement(ref now);
            return [];
        }
    }

    [Fact]
    public async Task A_figure_that_cannot_be_drawn_does_not_hold_up_the_next()
    {
        Script page = new();
        int sent = 0;

        for (int i = 0; i <= FigureTurns.MostOfPage; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => FigureTurns.RunAsync(page, () => throw new InvalidOperationException("no typeface"), _ => Task.CompletedTask));
        await FigureTurns.RunAsync(page, () => [1], _ => Task.FromResult(sent++));

        Assert.Equal(1, sent);
    }

    private sealed class Script : IJSRuntime
    {
        public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) => default;

        public ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args) => default;
    }
}
