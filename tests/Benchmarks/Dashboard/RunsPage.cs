using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;
using Microsoft.Playwright;

namespace Angioboard.Benchmarks.Dashboard;

/// <summary>Times the list of runs.</summary>
internal sealed class RunsPage(IPage page, Uri address)
{
    private static readonly string[] SortColumns = ["lr", "created"];
    /// <summary>Requests before the measured ones: a server that has just started compiles its code while it answers.</summary>
    private const int WarmUps = 10;

    private static readonly string[] Searches = ["ablation", "hojg", "baseline", "cnv"];

    /// <summary>Opens the list and waits until it responds to clicks.</summary>
    public static async Task ShowAsync(IPage page, Uri address)
    {
        await page.GotoAsync(address.ToString());
        await page.Locator("table tbody tr").First.WaitForAsync();
        await page.WaitForTimeoutAsync(2000);
    }

    /// <summary>Milliseconds from the request to its last byte.</summary>
    public async Task<Samples> ServerAsync(int repeats)
    {
        List<double> times = [];
        for (int i = 0; i < WarmUps + repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            IAPIResponse response = await page.Context.APIRequest.GetAsync(address.ToString());
            await response.BodyAsync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return new Samples([.. times.Skip(WarmUps)]);
    }

    /// <summary>Seconds from the navigation to the first row.</summary>
    public async Task<Samples> ShownAsync(int repeats)
    {
        List<double> times = [];
        for (int i = 0; i <= repeats; i++)
        {
            await page.GotoAsync("about:blank");
            long start = Stopwatch.GetTimestamp();
            await page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.Commit });
            await page.Locator("table tbody tr").First.WaitForAsync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        await ShowAsync(page, address);
        return new Samples([.. times.Skip(1)]);
    }

    /// <summary>Milliseconds from a click on a column's heading to the sorted rows.</summary>
    public Task<Samples> SortAsync(int repeats) =>
        ChangesAsync(repeats, i => page.Locator("table thead").GetByRole(AriaRole.Button, new() { Name = SortColumns[i % 2] }).First
            .ClickAsync());

    /// <summary>Milliseconds from the end of typing to the matching rows.</summary>
    public Task<Samples> FilterAsync(int repeats) => ChangesAsync(repeats, async i =>
    {
        ILocator search = page.GetByRole(AriaRole.Searchbox).First;
        await search.FillAsync(Searches[i % Searches.Length]);
        await search.PressAsync("Enter");
    });

    private async Task<Samples> ChangesAsync(int repeats, Func<int, Task> act)
    {
        List<double> times = [];
        for (int i = 0; i <= repeats; i++)
        {
            // The browser itself records when rows change, which leaves out the driver's own delay.
            await page.EvaluateAsync("""
                () => {
                  window.changed = null; window.acted = null;
                  const body = document.querySelector('table tbody'), note = () => { if (window.acted && !window.changed) window.changed = performance.now(); };
                  const act = () => { window.acted ??= performance.now(); };
                  document.addEventListener('click', act, { capture: true, once: true });
                  document.addEventListener('input', act, { capture: true, once: true });
                  new MutationObserver(note).observe(body.closest('table'), { childList: true, subtree: true, characterData: true });
                }
                """);
            await act(i);
            await page.WaitForFunctionAsync("() => window.changed !== null");
            times.Add(await page.EvaluateAsync<double>("() => window.changed - window.acted"));
            await page.WaitForTimeoutAsync(300);
        }
        return new Samples([.. times.Skip(1)]);
    }
}
