using System.Runtime.CompilerServices;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Charts.Saving;

/// <summary>
/// Limits figures that are drawn for pages: one at a time for each page, and as many in all as leave a processor free. A script in a
/// browser can click a thousand times a second.
/// </summary>
internal static class FigureTurns
{
    /// <summary>How many of a page may be drawn or wait.</summary>
    public const int MostOfPage = 8;

    private static readonly SemaphoreSlim All = new(Math.Max(1, Environment.ProcessorCount - 1));

    // A page has one of these as long as it is open.
    private static readonly ConditionalWeakTable<IJSRuntime, PageTurn> Pages = [];

    /// <summary>Draws a figure and sends it when it is its turn; not at all if too many of the page wait.</summary>
    /// <param name="page">The page.</param>
    /// <param name="draw">Draws it, on a thread of its own.</param>
    /// <param name="sendAsync">Sends it; the page's next one waits for that too.</param>
    public static async Task RunAsync(IJSRuntime page, Func<byte[]> draw, Func<byte[], Task> sendAsync)
    {
        PageTurn own = Pages.GetValue(page, _ => new PageTurn());
        if (!own.Enter()) return;
        try
        {
            await own.Turn.WaitAsync();
            try
            {
                await sendAsync(await DrawAsync(draw));
            }
            finally
            {
                own.Turn.Release();
            }
        }
        finally
        {
            own.Leave();
        }
    }

    private static async Task<byte[]> DrawAsync(Func<byte[]> draw)
    {
        await All.WaitAsync();
        try
        {
            return await Task.Run(draw);
        }
        finally
        {
            All.Release();
        }
    }

    private sealed class PageTurn
    {
        private int waiting;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public bool Enter()
        {
            if (Interlocked.Increment(ref waiting) <= MostOfPage) return true;
            Leave();
            return false;
        }

        public void Leave() => Interlocked.Decrement(ref waiting);
    }
}
