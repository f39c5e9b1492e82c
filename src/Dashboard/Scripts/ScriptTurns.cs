using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Scripts;

/// <summary>
/// What one component asks of its script in the browser: one call after another, and none once the component has left the page. A script
/// may still be loading then, and would find its element gone.
/// </summary>
internal sealed class ScriptTurns
{
    // Never disposed of: a call that waited may still hold it when the component has left.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Whether the component has left the page. A call must look after each time that it has waited for the browser.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Makes a call when the others have ended.</summary>
    public async ValueTask CallAsync(Func<ValueTask> call)
    {
        if (HasLeft) return;
        await turn.WaitAsync();
        try
        {
            if (!HasLeft) await call();
        }
        catch (Exception e) when (IsClosed(e))
        {
            HasLeft = true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The component leaves the page: ends what the script holds, once the call that may be under way has ended.</summary>
    public async ValueTask LeaveAsync(Func<ValueTask> end)
    {
        if (HasLeft) return;
        HasLeft = true;
        await turn.WaitAsync();
        try
        {
            await end();
        }
        catch (Exception e) when (IsClosed(e))
        {
            // The browser has let go of all by itself.
        }
        finally
        {
            turn.Release();
        }
    }

    // The page was closed, or does not answer.
    private static bool IsClosed(Exception e) => e is JSDisconnectedException or TaskCanceledException;
}
