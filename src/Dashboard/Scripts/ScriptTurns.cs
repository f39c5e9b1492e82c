using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Scripts;

/// <summary>
/// What one component asks of its script in the browser: one call after another, and none once the component has left the page. A script
/// may still be loading then, and would find its element gone. Used on the page's own thread alone.
/// </summary>
internal sealed class ScriptTurns
{
    private Task last = Task.CompletedTask;

    /// <summary>Whether the component has left the page. A call must look after each time that it has waited for the browser.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Makes a call when the others have ended.</summary>
    public ValueTask CallAsync(Func<ValueTask> call) =>
        HasLeft ? ValueTask.CompletedTask : InTurnAsync(() => HasLeft ? ValueTask.CompletedTask : call());

    /// <summary>The component leaves the page: ends what the script holds, once the calls under way have ended.</summary>
    public ValueTask LeaveAsync(Func<ValueTask> end)
    {
        if (HasLeft) return ValueTask.CompletedTask;
        HasLeft = true;
        return InTurnAsync(end);
    }

    private async ValueTask InTurnAsync(Func<ValueTask> call)
    {
        Task before = last;
        TaskCompletionSource done = new();
        last = done.Task;
        await before;
        try
        {
            await call();
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException)
        {
            // The page was closed, or does not answer: the browser has let go of all by itself.
            HasLeft = true;
        }
        finally
        {
            done.SetResult();
        }
    }
}
